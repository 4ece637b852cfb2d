import { z } from 'zod';
import { advice, line, locationId, returnTo, time } from './fields.ts';

export const linkGhl = {
  input: z
    .strictObject({
      locationId,
      /** GHL's id of the location; unless told that of the link before, or our own. */
      ghlLocationId: line(200).trim().min(1, 'is empty').optional(),
      /** A Private Integration Token; without one, GHL's page is asked for. */
      token: z
        .string()
        .trim()
        .regex(
          /^[!-~]{1,1000}$/,
          'is not one word of up to 1000 letters, digits and signs, as GoHighLevel shows it',
        )
        .optional(),
      /** Where in the app the browser ends that comes back from GHL's page; its first page unless told. */
      returnTo: returnTo.optional(),
    })
    .superRefine(({ token, returnTo }, context) => {
      if (token === undefined || returnTo === undefined) return;
      context.addIssue({ code: 'custom', path: ['returnTo'], message: 'is of no use with a token' });
    }),
  output: z.union([
    z.strictObject({
      outcome: z.literal('started'),
      /** GHL's page, of one use. */
      url: z.url(),
      expiresAt: time,
      advice,
    }),
    z.strictObject({
      outcome: z.literal('linked'),
      ghlLocationId: z.string(),
    }),
  ]),
};
