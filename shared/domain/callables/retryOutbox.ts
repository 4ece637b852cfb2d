import { z } from 'zod';
import { OutboxEntryId } from '../ids.ts';
import { advice, locationId, time } from './fields.ts';

const moment = z.iso.datetime({ offset: true }).transform((at) => new Date(at));

export const retryOutbox = {
  input: z.strictObject({
    locationId,
    /** Only what had failed by then: the `before` of the call that said `more`. */
    before: moment.optional(),
    /** Where to go on: the `after` of the call that said `more`. */
    after: z
      .strictObject({
        sentAt: moment,
        entryId: z
          .string()
          .regex(/^[\w-]{27}$/, 'is not what retryOutbox has answered')
          .transform((id) => OutboxEntryId(id)),
      })
      .optional(),
  }),
  output: z.strictObject({
    /** Emails that are tried again. */
    retried: z.int(),
    /** Whether a further call, with `before` and `after`, may find more. */
    more: z.boolean(),
    before: time.exactOptional(),
    after: z.strictObject({ sentAt: time, entryId: z.string() }).exactOptional(),
    advice: advice.exactOptional(),
  }),
};
