import { z } from 'zod';
import { MailboxId } from './ids.ts';

const mailboxId = z.string().min(1).transform(MailboxId);

/** What `syncWorker` is asked to do; one message on the topic `gmail-sync-jobs` each. */
export const Job = z.discriminatedUnion('type', [
  /** Pin the cursor, start the watch, store the newest messages. */
  z.object({ type: z.literal('initial'), mailboxId }),
  z.object({ type: z.literal('delta'), mailboxId, reason: z.enum(['poll', 'continuation']) }),
  /** Start or renew the watch of a live mailbox, and read its aliases again. */
  z.object({ type: z.literal('watch'), mailboxId }),
  /** End the grant of a disconnected mailbox, and delete its data if its agent asked for it. */
  z.object({ type: z.literal('disconnect'), mailboxId }),
]);
export type Job = z.output<typeof Job>;
