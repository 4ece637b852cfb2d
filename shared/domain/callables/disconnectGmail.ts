import { z } from 'zod';
import { mailboxId } from './fields.ts';

export const disconnectGmail = {
  input: z.strictObject({ mailboxId, deleteData: z.boolean().default(false) }),
  output: z.strictObject({ status: z.literal('disconnected') }),
};
