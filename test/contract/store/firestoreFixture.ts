import { Firestore } from '@google-cloud/firestore';
import { firestoreConnectionStore } from '../../../shared/adapters/firestore/connectionStore.ts';
import { mailboxConverter } from '../../../shared/adapters/firestore/converters/mailbox.ts';
import { firestoreOverviewStore } from '../../../shared/adapters/firestore/overviewStore.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { firestoreSyncStore } from '../../../shared/adapters/firestore/syncStore.ts';
import { recordingLog } from '../../support/recordingLog.ts';
import { aProjectId } from '../../support/stack/environment.ts';
import { Store } from '../../support/store.ts';
import { Tenants } from '../../support/tenants.ts';
import type { StoreFixture } from './storeFixture.ts';

/** The product's store on the emulator, in a project that nobody else uses. */
export function firestoreFixture(): StoreFixture {
  const db = new Firestore({ projectId: aProjectId() });
  return {
    store: {
      ...firestoreSyncStore(db),
      ...firestoreConnectionStore(db),
      ...firestoreOverviewStore(db, recordingLog().log),
    },
    tenants: new Tenants(db),
    putMailbox: async (mailbox) => {
      await paths.mailbox(db, mailbox.mailboxId).set(mailboxConverter.write(mailbox));
    },
    stored: new Store(db),
    [Symbol.asyncDispose]: () => db.terminate(),
  };
}
