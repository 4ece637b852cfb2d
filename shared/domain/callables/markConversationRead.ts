import { z } from 'zod';
import { advice, conversationId } from './fields.ts';

export const markConversationRead = {
  input: z.strictObject({
    conversationId,
    /** `false` marks the newest mail that came in as unread. */
    read: z.boolean(),
  }),
  output: z.strictObject({
    /** Messages whose read state was changed in Gmail. */
    changed: z.int(),
    advice: advice.exactOptional(),
  }),
};
