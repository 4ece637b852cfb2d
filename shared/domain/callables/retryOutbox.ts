import { z } from 'zod';
import { advice, locationId, time } from './fields.ts';

export const retryOutbox = {
  input: z.strictObject({
    locationId,
    /** Only what had failed by then: the `before` of the call that said `more`. */
    before: z.iso
      .datetime({ offset: true })
      .transform((at) => new Date(at))
      .optional(),
  }),
  output: z.strictObject({
    /** Emails that are tried again. */
    retried: z.int(),
    /** Whether a further call, with `before`, may find more. */
    more: z.boolean(),
    before: time.exactOptional(),
    advice: advice.exactOptional(),
  }),
};
