import { z } from 'zod';
import { advice, contactId, time } from './fields.ts';

export const fetchContactHistory = {
  input: z.strictObject({
    contactId,
    /** Only mail that is older, such as the `oldest` of the fetch before. */
    before: z.iso
      .datetime({ offset: true })
      .transform((at) => new Date(at))
      .optional(),
  }),
  output: z.strictObject({
    /** `historyFetches/{jobId}` shows how far it is. */
    jobId: z.string(),
    done: z.boolean(),
    /** Mails that it has brought so far. */
    stored: z.int(),
    /** The oldest mail that was looked at: where the next one can go on, `before` it. */
    oldest: time.exactOptional(),
    /** Whether there is older mail. */
    more: z.boolean().exactOptional(),
    advice: advice.exactOptional(),
  }),
};
