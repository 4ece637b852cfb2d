import { FieldValue, Firestore } from '@google-cloud/firestore';
import { firestoreAuditStore } from '../../../shared/adapters/firestore/auditStore.ts';
import { firestoreConnectionStore } from '../../../shared/adapters/firestore/connectionStore.ts';
import { firestoreConversationStore } from '../../../shared/adapters/firestore/conversationStore.ts';
import { conversationConverter } from '../../../shared/adapters/firestore/converters/conversation.ts';
import { mailboxConverter } from '../../../shared/adapters/firestore/converters/mailbox.ts';
import { messageConverter } from '../../../shared/adapters/firestore/converters/message.ts';
import { firestoreGhlLinkStore } from '../../../shared/adapters/firestore/ghlLinkStore.ts';
import { firestoreHealthStore } from '../../../shared/adapters/firestore/healthStore.ts';
import { firestoreHistoryFetchStore } from '../../../shared/adapters/firestore/historyFetchStore.ts';
import { firestoreImportStore } from '../../../shared/adapters/firestore/importStore.ts';
import { firestoreMessageStore } from '../../../shared/adapters/firestore/messageStore.ts';
import { firestoreOutboxStore } from '../../../shared/adapters/firestore/outboxStore.ts';
import { firestoreOverviewStore } from '../../../shared/adapters/firestore/overviewStore.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { firestorePersonStore } from '../../../shared/adapters/firestore/personStore.ts';
import { firestoreQuotaStore } from '../../../shared/adapters/firestore/quotaStore.ts';
import { firestoreRelayStore } from '../../../shared/adapters/firestore/relayStore.ts';
import { firestoreRoundStore } from '../../../shared/adapters/firestore/roundStore.ts';
import { firestoreSealedStore } from '../../../shared/adapters/firestore/sealedStore.ts';
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
      ...firestoreConversationStore(db),
      ...firestoreGhlLinkStore(db),
      ...firestoreHealthStore(db),
      ...firestoreSealedStore(db),
      ...firestoreMessageStore(db),
      ...firestoreTenancyStore(db, recordingLog().log),
      ...firestorePersonStore(db),
      ...firestoreHistoryFetchStore(db, recordingLog().log),
      ...firestoreAuditStore(db, recordingLog().log),
      ...firestoreImportStore(db, recordingLog().log),
      ...firestoreOutboxStore(db, recordingLog().log),
      ...firestoreQuotaStore(db),
      ...firestoreRelayStore(db),
      ...firestoreRoundStore(db, recordingLog().log),
      ...firestoreSendStore(db),
      ...firestoreOverviewStore(db, recordingLog().log),
    },
    tenants: new Tenants(db),
    spoilMailbox: async (id) => {
      await paths.mailbox(db, id).update({ uid: 7 });
    },
    spoilEntry: async (id) => {
      await paths.outboxEntry(db, id).update({ contactId: 7 });
    },
    leaveUnsearchable: async (id) => {
      await paths.contact(db, id).update({ searchTerms: FieldValue.delete() });
    },
    putMailbox: async (mailbox) => {
      await paths.mailbox(db, mailbox.mailboxId).set(mailboxConverter.write(mailbox));
    },
    putConversation: async (conversation) => {
      const ref = paths.conversation(db, conversation.conversationId);
      await ref.set(conversationConverter.write(conversation));
    },
    dropConversation: async (id) => {
      await paths.conversation(db, id).delete();
    },
    putMessage: async (message) => {
      await paths.message(db, message.messageId).set(messageConverter.write(message));
    },
    putOddConversation: async (id, fields) => {
      await paths.conversation(db, id).set(fields);
    },
    putOddMessage: async (id, conversationIds) => {
      await paths.message(db, id).set({ conversationIds, subject: 'Hello' });
    },
    stored: new Store(db),
    [Symbol.asyncDispose]: () => db.terminate(),
  };
}
