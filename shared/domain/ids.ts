import { createHash } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Look-alike strings, kept apart by the compiler. Each has a companion that brands a checked string. */
export type AgentId = Branded<'AgentId'>;
export type LocationId = Branded<'LocationId'>;
export type ContactId = Branded<'ContactId'>;
export type ConversationId = Branded<'ConversationId'>;
export type MailboxId = Branded<'MailboxId'>;
/** Our id of one email of one location. */
export type MessageId = Branded<'MessageId'>;
/** Gmail's id of a message, unique in one mailbox only. */
export type GmailMessageId = Branded<'GmailMessageId'>;
export type GmailThreadId = Branded<'GmailThreadId'>;
export type HistoryFetchId = Branded<'HistoryFetchId'>;
export type SendId = Branded<'SendId'>;
export type AuditId = Branded<'AuditId'>;
export type ImportId = Branded<'ImportId'>;
export type WordId = Branded<'WordId'>;
export type WebhookId = Branded<'WebhookId'>;
export type OutboxEntryId = Branded<'OutboxEntryId'>;
/** A bare, lower-cased address such as `ann@example.com`. */
export type EmailAddress = Branded<'EmailAddress'>;

const branded =
  <Name extends string>() =>
  (value: string) =>
    value as Branded<Name>;

export const AgentId = branded<'AgentId'>();
export const LocationId = branded<'LocationId'>();
export const GmailMessageId = branded<'GmailMessageId'>();
export const GmailThreadId = branded<'GmailThreadId'>();
export const EmailAddress = (value: string) => value.trim().toLowerCase() as EmailAddress;

/** 160 bits that depend on every part and on where one part ends and the next begins. */
function derive(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27);
}

/** `of`: of a contact of GHL's, so that one that is deleted there and restored has its conversation back. */
export const ContactId = Object.assign(branded<'ContactId'>(), {
  of: (locationId: LocationId, ghlContactId: string) =>
    derive('contact', locationId, ghlContactId) as ContactId,
});

/** Derived from the address, so that a notification finds its mailbox with one get and no query. */
export const MailboxId = Object.assign(branded<'MailboxId'>(), {
  of: (address: string) => derive('mailbox', EmailAddress(address)) as MailboxId,
});

/** Derived from location and contact: a contact has one conversation, whatever runs side by side. */
export const ConversationId = Object.assign(branded<'ConversationId'>(), {
  of: (locationId: LocationId, contactId: ContactId) =>
    derive('conversation', locationId, contactId) as ConversationId,
});

/**
 * Derived from the location and the email's fingerprint; `ordinal` tells apart emails of one mailbox
 * that share a fingerprint, because two Gmail ids of one mailbox are never the same message.
 */
export const MessageId = Object.assign(branded<'MessageId'>(), {
  of: (locationId: LocationId, fingerprint: string, ordinal: number) =>
    derive('message', locationId, fingerprint, String(ordinal)) as MessageId,
});

/**
 * Derived from what is asked for, so that whoever asks for the same at the same time asks for one job. `uid` where only
 * the asker's own mailboxes are searched.
 */
export const HistoryFetchId = Object.assign(branded<'HistoryFetchId'>(), {
  of: (asked: { contactId: ContactId; before: Date | null; uid: AgentId | null }) =>
    derive(
      'historyFetch',
      asked.contactId,
      asked.before?.toISOString() ?? '',
      asked.uid ?? '',
    ) as HistoryFetchId,
});

/** Derived from the mailbox and what the client calls the mail: a repeat is the same send. */
export const SendId = Object.assign(branded<'SendId'>(), {
  of: (mailboxId: MailboxId, requestId: string) => derive('send', mailboxId, requestId) as SendId,
});

/** Derived from the mailbox and the round, so that a round that is begun twice audits each mailbox once. */
export const AuditId = Object.assign(branded<'AuditId'>(), {
  of: (mailboxId: MailboxId, round: string) => derive('audit', mailboxId, round) as AuditId,
});

/** Derived from message and contact: what is logged at GHL is logged once for each contact. */
export const OutboxEntryId = Object.assign(branded<'OutboxEntryId'>(), {
  of: (messageId: MessageId, contactId: ContactId) =>
    derive('outboxEntry', messageId, contactId) as OutboxEntryId,
});

/** Derived from the location: it has one import at a time. */
export const ImportId = Object.assign(branded<'ImportId'>(), {
  of: (locationId: LocationId) => derive('import', locationId) as ImportId,
});

/** Of GHL's last word about a contact. */
export const WordId = {
  of: (locationId: LocationId, ghlContactId: string) => derive('word', locationId, ghlContactId) as WordId,
};

/** Of an event of GHL's, once for each location that it is for. */
export const WebhookId = {
  of: (locationId: LocationId, webhookId: string) => derive('webhook', locationId, webhookId) as WebhookId,
};
