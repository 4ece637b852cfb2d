import type { CollectionReference, DocumentReference, Firestore } from '@google-cloud/firestore';
import type {
  AgentId,
  ContactId,
  ConversationId,
  GmailMessageId,
  LocationId,
  MailboxId,
  MessageId,
} from '../../domain/ids.ts';

/** Every path of the database, in one place. */
export const paths = {
  user: (db: Firestore, uid: AgentId): DocumentReference => db.collection('users').doc(uid),
  location: (db: Firestore, id: LocationId): DocumentReference => db.collection('locations').doc(id),
  contacts: (db: Firestore): CollectionReference => db.collection('contacts'),
  contact: (db: Firestore, id: ContactId): DocumentReference => db.collection('contacts').doc(id),
  mailboxes: (db: Firestore): CollectionReference => db.collection('mailboxes'),
  mailbox: (db: Firestore, id: MailboxId): DocumentReference => db.collection('mailboxes').doc(id),
  ledger: (db: Firestore, id: MailboxId): CollectionReference =>
    db.collection('mailboxes').doc(id).collection('ledger'),
  runs: (db: Firestore, id: MailboxId): CollectionReference =>
    db.collection('mailboxes').doc(id).collection('runs'),
  ledgerEntry: (db: Firestore, id: MailboxId, gmailId: GmailMessageId): DocumentReference =>
    db.collection('mailboxes').doc(id).collection('ledger').doc(gmailId),
  run: (db: Firestore, id: MailboxId, runId: string): DocumentReference =>
    db.collection('mailboxes').doc(id).collection('runs').doc(runId),
  conversation: (db: Firestore, id: ConversationId): DocumentReference =>
    db.collection('conversations').doc(id),
  messages: (db: Firestore): CollectionReference => db.collection('messages'),
  message: (db: Firestore, id: MessageId): DocumentReference => db.collection('messages').doc(id),
  credential: (db: Firestore, id: MailboxId): DocumentReference => db.collection('credentials').doc(id),
  oauthState: (db: Firestore, stateHash: string): DocumentReference =>
    db.collection('oauthStates').doc(stateHash),
};
