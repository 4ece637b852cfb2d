import { z } from 'zod';
import { MailboxId } from '../../../domain/ids.ts';
import { SKIP_REASONS } from '../../../domain/ledger.ts';
import { type Mailbox, RECOVERY_STEPS } from '../../../domain/mailbox.ts';
import { SYNC_ERROR_CODES } from '../../../domain/syncError.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const watch = z.object({ expiresAt: field.date }).nullable();

const error = z.object({
  code: z.enum([...SYNC_ERROR_CODES, 'unexpected']),
  operation: z.string(),
  at: field.date,
});

const common = z.object({
  uid: field.agentId,
  emailAddress: field.emailAddress,
  aliases: z.array(field.emailAddress),
  grantVersion: field.count,
  lease: z.object({
    fence: field.count,
    commits: field.count,
    holder: z.string().nullable(),
    expiresAt: field.date.nullable(),
  }),
  wantedHistoryId: field.historyId.nullable(),
  pausedUntil: field.date.nullable(),
  continuesAt: field.date.nullable().default(null),
  progress: z.object({ done: field.count, total: field.count, pageToken: z.string().nullable() }).nullable(),
  delta: z
    .object({
      from: field.historyId,
      pageToken: z.string(),
      historyId: field.historyId,
      toldAt: field.date,
    })
    .nullable(),
  recovery: z
    .object({
      historyId: field.historyId,
      reachedAt: field.date,
      since: field.date,
      startedAt: field.date,
      step: z.enum(RECOVERY_STEPS),
      hasGap: z.boolean().default(true),
      anew: z.object({ before: field.date, leftOut: z.boolean() }).nullable().default(null),
    })
    .nullable(),
  lastRecoveryAt: field.date.nullable(),
  counters: z.object({ stored: field.count, skipped: z.partialRecord(z.enum(SKIP_REASONS), field.count) }),
  usage: z.array(z.object({ second: field.count, units: field.count })).default([]),
  lastSyncAt: field.date.nullable(),
  lastRunAt: field.date,
  lastError: error.nullable(),
  watchError: error.nullable().default(null),
  connectedAt: field.date,
  syncedSince: field.date.nullable().default(null),
});

const stopped = {
  since: field.date,
  resumes: z.enum(['connecting', 'backfilling', 'live']),
  historyId: field.historyId.nullable(),
};

const schema = z.discriminatedUnion('status', [
  common.extend({ status: z.literal('connecting') }),
  common.extend({ status: z.literal('backfilling'), historyId: field.historyId, watch }),
  common.extend({ status: z.literal('live'), historyId: field.historyId, watch }),
  common.extend({ status: z.literal('reauthRequired'), ...stopped }),
  common.extend({
    status: z.literal('disconnected'),
    ...stopped,
    leaving: z.object({ deleteData: z.boolean() }).nullable(),
  }),
]);

export const mailboxConverter: Converter<Mailbox> = converter(
  schema,
  (document, snapshot): Mailbox => ({ ...document, mailboxId: MailboxId(snapshot.id) }),
  ({ mailboxId: _, ...document }) => document,
);
