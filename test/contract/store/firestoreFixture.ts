import { Firestore } from '@google-cloud/firestore';
import { firestoreAuditStore } from '../../../shared/adapters/firestore/auditStore.ts';
import { firestoreConnectionStore } from '../../../shared/adapters/firestore/connectionStore.ts';
import { mailboxConverter } from '../../../shared/adapters/firestore/converters/mailbox.ts';
import { firestoreGhlLinkStore } from '../../../shared/adapters/firestore/ghlLinkStore.ts';
import { firestoreHistoryFetchStore } from '../../../shared/adapters/firestore/historyFetchStore.ts';
import { firestoreImportStore } from '../../../shared/adapters/firestore/importStore.ts';
import { firestoreMessageStore } from '../../../shared/adapters/firestore/messageStore.ts';
import { firestoreOutboxStore } from '../../../shared/adapters/firestore/outboxStore.ts';
import { firestoreOverviewStore } from '../../../shared/adapters/firestore/overviewStore.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { firestoreRelayStore } from '../../../shared/adapters/firestore/relayStore.ts';
import { firestoreSendStore } from '../../../shared/adapters/firestore/sendStore.ts';
import { firestoreSyncStore } from '../../../shared/adapters/firestore/syncStore.ts';
import { firestoreTenancyStore } from '../../../shared/adapters/firestore/tenancyStore.ts';
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
      ...firestoreGhlLinkStore(db),
      ...firestoreMessageStore(db),
      ...firestoreTenancyStore(db, recordingLog().log),
      ...firestoreHistoryFetchStore(db),
      ...firestoreAuditStore(db),
      ...firestoreImportStore(db),
      ...firestoreOutboxStore(db, recordingLog().log),
      ...firestoreRelayStore(db),
      ...firestoreSendStore(db),
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
