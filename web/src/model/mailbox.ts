import * as z from 'zod/mini';
import { read, time } from './fields.ts';

const failure = z.nullable(z.object({ code: z.string(), operation: z.string(), at: time }));

const Document = z.object({
  uid: z.string(),
  emailAddress: z.string(),
  /** Verified addresses besides its own that it may send as. */
  aliases: z.array(z.string()),
  status: z.enum(['connecting', 'backfilling', 'live', 'reauthRequired', 'disconnected']),
  /** In messages, while a first sync or a recovery is under way. */
  progress: z.nullable(z.object({ done: z.number(), total: z.number() })),
  recovery: z.nullable(z.looseObject({})),
  /** Of a disconnected one: what is left to be done. */
  leaving: z.optional(z.nullable(z.object({ deleteData: z.boolean() }))),
  watch: z.optional(z.nullable(z.object({ expiresAt: time }))),
  watchError: z.catch(failure, null),
  pausedUntil: z.nullable(time),
  lastSyncAt: z.nullable(time),
  lastError: failure,
  counters: z.object({ stored: z.number(), skipped: z.record(z.string(), z.optional(z.number())) }),
  connectedAt: time,
});

/** The sync state of one Gmail address, as its own agent sees it. */
export type Mailbox = z.infer<typeof Document> & { readonly mailboxId: string };

export function readMailbox(mailboxId: string, document: unknown): Mailbox | undefined {
  const mailbox = read(Document, document);
  return mailbox && { mailboxId, ...mailbox };
}
