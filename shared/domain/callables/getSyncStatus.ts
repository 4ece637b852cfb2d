import { z } from 'zod';
import { SKIP_REASONS } from '../ledger.ts';
import { MAILBOX_STATUSES } from '../mailbox.ts';
import { FAIL_REASONS } from '../outbox/outbox.ts';
import { advice, link, locationSettings, time } from './fields.ts';

const mailbox = z.strictObject({
  mailboxId: z.string(),
  emailAddress: z.string(),
  status: z.enum(MAILBOX_STATUSES),
  /** Verified addresses besides `emailAddress` that it may send as. */
  aliases: z.array(z.string()).readonly(),
  /** In messages, while a first sync or a recovery is under way. */
  progress: z.strictObject({ done: z.int(), total: z.int() }).nullable(),
  recovering: z.boolean(),
  disconnecting: z.boolean(),
  counters: z.strictObject({
    stored: z.int(),
    skipped: z.partialRecord(z.enum(SKIP_REASONS), z.int()).readonly(),
  }),
  lastError: z.strictObject({ code: z.string(), operation: z.string(), at: time, advice }).nullable(),
  lastSyncAt: time.nullable(),
  pausedUntil: time.nullable(),
  watchExpiresAt: time.nullable(),
  /** Why Gmail does not notify us of new mail. */
  watchError: z.strictObject({ code: z.string(), operation: z.string(), at: time, advice }).nullable(),
  connectedAt: time,
});

const location = z.strictObject({
  locationId: z.string(),
  name: z.string(),
  ...locationSettings,
  /** How it is linked to GHL, and what of its mail is logged there; null where it is not linked. */
  ghl: z
    .strictObject({
      ...link,
      pending: z.int(),
      /** When the mail was sent that has waited longest. */
      oldestPendingAt: time.nullable(),
      failed: z.partialRecord(z.enum(FAIL_REASONS), z.int()).readonly(),
    })
    .nullable(),
});

export const getSyncStatus = {
  input: z.strictObject({}),
  output: z.strictObject({
    mailboxes: z.array(mailbox).readonly(),
    locations: z.array(location).readonly(),
  }),
};
