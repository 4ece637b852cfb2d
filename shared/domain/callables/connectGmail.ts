import { z } from 'zod';

export const connectGmail = {
  input: z.strictObject({ loginHint: z.email().optional() }),
  /** Google's consent page. */
  output: z.strictObject({ url: z.url() }),
};
