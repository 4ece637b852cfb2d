import { z } from 'zod';
import { isExclusion, readExclusions } from '../exclusion.ts';
import { link, locationId, locationSettings } from './fields.ts';

/** Each is looked at for each mail of the location. */
const MAX_EXCLUDED = 1_000;

/** What the sync would not understand is not taken, lest somebody relies on it. A blank entry is none. */
const excluded = z
  .array(z.string().max(320, 'is longer than 320 characters'))
  .max(MAX_EXCLUDED, `are more than ${MAX_EXCLUDED}`)
  .transform((entries, context) => {
    for (const [index, entry] of entries.entries()) {
      if (entry.trim() === '' || isExclusion(entry)) continue;
      const message = `"${entry}" is neither an address nor a domain`;
      context.issues.push({ code: 'custom', path: [index], message, input: entry });
    }
    return readExclusions(entries);
  });

/** What is left out stays as it is. */
export const saveLocation = {
  input: z
    .strictObject({
      locationId,
      /** All of the list: an entry that is left out is taken away. Mail that is stored stays. */
      excluded: excluded.exactOptional(),
      /** The list that was changed into `excluded`: where it is another one by now, nothing is changed. */
      excludedBefore: z.array(z.string()).exactOptional(),
      skipAutomated: z.boolean().exactOptional(),
      shareMailboxes: z.boolean().exactOptional(),
      /** Of a location that is linked to GHL. */
      ghl: z
        .strictObject({
          logHistory: z.boolean().exactOptional(),
          maxAgeDays: z.number().nonnegative('is below 0').max(36_500, 'is above 36500').exactOptional(),
          createContacts: z.boolean().exactOptional(),
        })
        .exactOptional(),
    })
    .superRefine(({ excluded, excludedBefore }, context) => {
      if (excluded !== undefined || excludedBefore === undefined) return;
      context.addIssue({
        code: 'custom',
        path: ['excludedBefore'],
        message: 'is of no use without excluded',
      });
    }),
  /** All settings, as they are now. */
  output: z.strictObject({
    locationId: z.string(),
    ...locationSettings,
    ghl: z.strictObject(link).nullable(),
  }),
};
