import { z } from 'zod';
import { line, messageId } from './fields.ts';

export const getAttachment = {
  input: z.strictObject({
    messageId,
    /** Of the message's `attachments`; `text` and `html` are the whole body of a message that is `truncated`. */
    attachmentId: line(255).min(1, 'is empty'),
  }),
  output: z.strictObject({
    filename: z.string(),
    mimeType: z.string(),
    /** Bytes. */
    size: z.int(),
    data: z.base64(),
  }),
};
