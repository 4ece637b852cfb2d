import * as z from 'zod/mini';
import { read, time } from './fields.ts';

const Document = z.object({
  locationId: z.string(),
  contactId: z.string(),
  status: z.enum(['running', 'done']),
  mailboxes: z.record(
    z.string(),
    z.discriminatedUnion('state', [
      z.object({ state: z.literal('waiting'), done: z.number(), total: z.number() }),
      z.object({ state: z.literal('done'), stored: z.number(), oldest: z.nullable(time), more: z.boolean() }),
      z.object({ state: z.literal('failed'), reason: z.string() }),
    ]),
  ),
});

/** A search for a contact's older mail, and how far each mailbox is. */
export type HistoryFetch = z.infer<typeof Document>;

export const readHistoryFetch = (document: unknown): HistoryFetch | undefined => read(Document, document);
