import { z } from 'zod';
import { returnTo } from './fields.ts';

export const connectGmail = {
  input: z.strictObject({
    loginHint: z.email().optional(),
    /** Where in the app the browser ends; its first page unless told. */
    returnTo: returnTo.optional(),
  }),
  /** Google's consent page. */
  output: z.strictObject({ url: z.url() }),
};
