import { z } from 'zod';
import { type HistoryFetch, SEARCH_FAILURES } from '../../../domain/historyFetch.ts';
import { HistoryFetchId, MailboxId } from '../../../domain/ids.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const mailboxId = z.string().transform(MailboxId);

const schema = z.object({
  locationId: field.locationId,
  contactId: field.contactId,
  emails: z.array(field.emailAddress),
  before: field.date.nullable(),
  attempt: field.count,
  status: z.enum(['running', 'done']),
  startedAt: field.date,
  movedAt: field.date.optional(),
  finishedAt: field.date.nullable(),
  mailboxes: z.record(
    mailboxId,
    z.discriminatedUnion('state', [
      z.object({ state: z.literal('waiting'), done: field.count, total: field.count }),
      z.object({
        state: z.literal('done'),
        stored: field.count,
        oldest: field.date.nullable(),
        more: z.boolean(),
      }),
      z.object({ state: z.literal('failed'), reason: z.enum(SEARCH_FAILURES) }),
    ]),
  ),
  rules: z.string(),
  decidedSince: z.record(mailboxId, field.date),
  expireAt: field.date,
});

export const historyFetchConverter: Converter<HistoryFetch> = converter(
  schema,
  (document, snapshot): HistoryFetch => ({
    ...document,
    movedAt: document.movedAt ?? document.startedAt,
    jobId: HistoryFetchId(snapshot.id),
  }),
  ({ jobId: _, ...document }) => document,
);
