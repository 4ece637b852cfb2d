import type { CollectionReference, DocumentReference, Firestore } from '@google-cloud/firestore';
import type {
  AgentId,
  AuditId,
  ContactId,
  ConversationId,
  GmailMessageId,
  HistoryFetchId,
  ImportId,
  LocationId,
  MailboxId,
  MessageId,
  OutboxEntryId,
  SendId,
  WebhookId,
  WordId,
} from '../../domain/ids.ts';
import type { RoundId } from '../../domain/rounds/round.ts';

/** Beside Gmail's in the same collection: no id of a mailbox, and no hash, has a colon. */
export const ghlOwned = {
  idOf: (owner: string) => `ghl:${owner}`,
  ownerOf: (id: string) => id.slice('ghl:'.length),
  is: (id: string) => id.startsWith('ghl:'),
};

/** Every path of the database, in one place. */
export const paths = {
  users: (db: Firestore): CollectionReference => db.collection('users'),
  user: (db: Firestore, uid: AgentId): DocumentReference => db.collection('users').doc(uid),
  location: (db: Firestore, id: LocationId): DocumentReference => db.collection('locations').doc(id),
  locations: (db: Firestore): CollectionReference => db.collection('locations'),
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
  conversations: (db: Firestore): CollectionReference => db.collection('conversations'),
  conversation: (db: Firestore, id: ConversationId): DocumentReference =>
    db.collection('conversations').doc(id),
  messages: (db: Firestore): CollectionReference => db.collection('messages'),
  message: (db: Firestore, id: MessageId): DocumentReference => db.collection('messages').doc(id),
  historyFetches: (db: Firestore): CollectionReference => db.collection('historyFetches'),
  historyFetch: (db: Firestore, id: HistoryFetchId): DocumentReference =>
    db.collection('historyFetches').doc(id),
  audits: (db: Firestore): CollectionReference => db.collection('audits'),
  audit: (db: Firestore, id: AuditId): DocumentReference => db.collection('audits').doc(id),
  contactImports: (db: Firestore): CollectionReference => db.collection('imports'),
  contactImport: (db: Firestore, id: ImportId): DocumentReference => db.collection('imports').doc(id),
  ghlWord: (db: Firestore, id: WordId): DocumentReference => db.collection('ghlWords').doc(id),
  webhook: (db: Firestore, id: WebhookId): DocumentReference => db.collection('webhooks').doc(id),
  outbox: (db: Firestore): CollectionReference => db.collection('outbox'),
  outboxEntry: (db: Firestore, id: OutboxEntryId): DocumentReference => db.collection('outbox').doc(id),
  relay: (db: Firestore, id: LocationId): DocumentReference => db.collection('relays').doc(id),
  /** What work that can wait has taken of the project's quota in that minute. */
  quota: (db: Firestore, minute: Date): DocumentReference => db.collection('quota').doc(minute.toISOString()),
  round: (db: Firestore, id: RoundId): DocumentReference => db.collection('rounds').doc(id),
  send: (db: Firestore, id: SendId): DocumentReference => db.collection('sends').doc(id),
  credentials: (db: Firestore): CollectionReference => db.collection('credentials'),
  credential: (db: Firestore, id: MailboxId): DocumentReference => db.collection('credentials').doc(id),
  ghlCredential: (db: Firestore, id: LocationId): DocumentReference =>
    db.collection('credentials').doc(ghlOwned.idOf(id)),
  oauthState: (db: Firestore, stateHash: string): DocumentReference =>
    db.collection('oauthStates').doc(stateHash),
  ghlState: (db: Firestore, stateHash: string): DocumentReference =>
    db.collection('oauthStates').doc(ghlOwned.idOf(stateHash)),
  rateLimit: (db: Firestore, uid: AgentId): DocumentReference => db.collection('rateLimits').doc(uid),
};
