import { z } from 'zod';
import { AuditId, HistoryFetchId, LocationId, MailboxId } from './ids.ts';

/** When it is to be begun, in ISO 8601; at once where it is not told. */
const notBefore = z.iso
  .datetime()
  .transform((at) => new Date(at))
  .optional();

const mailboxId = z.string().min(1).transform(MailboxId);
const fetchId = z.string().min(1).transform(HistoryFetchId);

const AuditOrder = z.object({
  type: z.literal('audit'),
  mailboxId,
  auditId: z.string().min(1).transform(AuditId),
  /** How far back. */
  days: z.int().positive(),
  /** Whether what is found is put right. */
  repair: z.boolean(),
  notBefore,
});
export type AuditJob = Omit<z.output<typeof AuditOrder>, 'type'>;

/** What is to be done for a mailbox. */
export const Job = z.discriminatedUnion('type', [
  /** Pin the cursor, start the watch, store the newest messages. */
  z.object({ type: z.literal('initial'), mailboxId, notBefore }),
  z.object({ type: z.literal('delta'), mailboxId, reason: z.enum(['poll', 'continuation']), notBefore }),
  /** Start or renew the watch of a live mailbox, and read its aliases again. */
  z.object({ type: z.literal('watch'), mailboxId }),
  /** Search the mailbox for a contact's older mail, as far as that attempt of the fetch is not done. */
  z.object({ type: z.literal('history'), mailboxId, fetchId, attempt: z.int(), notBefore }),
  /** Compare the mailbox with Gmail, from where that audit has stopped. */
  AuditOrder,
  /** End the grant of a disconnected mailbox, and delete its data if its agent asked for it. */
  z.object({ type: z.literal('disconnect'), mailboxId }),
]);
export type Job = z.output<typeof Job>;

/** What is to be done for a location. */
export const LocationJob = z.object({
  /** Go on with that attempt to import its contacts from GHL, as far as it is not done. */
  type: z.literal('importContacts'),
  locationId: z.string().min(1).transform(LocationId),
  attempt: z.int(),
});
export type LocationJob = z.output<typeof LocationJob>;

/** What `syncWorker` is asked to do; one message on the topic `gmail-sync-jobs` each. */
export const QueuedJob = z.union([Job, LocationJob]);
export type QueuedJob = z.output<typeof QueuedJob>;

/** A location with mail to be logged at GHL; one message on the topic `ghl-outbox`. */
export const RelayWake = z.object({ locationId: z.string().min(1).transform(LocationId) });
