import { z } from 'zod';
import { advice, mailboxId, time } from './fields.ts';

export const syncNow = {
  input: z.strictObject({ mailboxId }),
  output: z.strictObject({
    outcome: z.enum(['synced', 'continued', 'upToDate', 'busy', 'paused', 'blocked', 'failed']),
    /** Mails of this sync. */
    stored: z.int(),
    skipped: z.int(),
    /** The status that keeps the mailbox from syncing, or the code of what failed. */
    reason: z.string().exactOptional(),
    /** When a pause ends. */
    until: time.exactOptional(),
    /** Unless all is well. */
    advice: advice.exactOptional(),
  }),
};
