import { z } from 'zod';
import { advice, locationId } from './fields.ts';

export const unlinkGhl = {
  input: z.strictObject({ locationId }),
  output: z.strictObject({
    /** `notLinked`: it was not, and nothing was changed. */
    status: z.enum(['unlinked', 'notLinked']),
    advice: advice.exactOptional(),
  }),
};
