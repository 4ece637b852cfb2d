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
/** A bare, lower-cased address such as `ann@example.com`. */
export type EmailAddress = Branded<'EmailAddress'>;

const branded =
  <Name extends string>() =>
  (value: string) =>
    value as Branded<Name>;

export const AgentId = branded<'AgentId'>();
export const LocationId = branded<'LocationId'>();
export const ContactId = branded<'ContactId'>();
export const GmailMessageId = branded<'GmailMessageId'>();
export const GmailThreadId = branded<'GmailThreadId'>();
export const EmailAddress = (value: string) => value.trim().toLowerCase() as EmailAddress;

/** 160 bits that depend on every part and on where one part ends and the next begins. */
function derive(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27);
}

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
