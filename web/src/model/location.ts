import * as z from 'zod/mini';
import { read } from './fields.ts';

const Document = z.object({
  name: z.catch(z.string(), ''),
  excluded: z.catch(z.array(z.string()), []),
  skipAutomated: z.catch(z.boolean(), false),
  shareMailboxes: z.catch(z.boolean(), true),
  ghl: z.catch(
    z.nullable(
      z.object({
        ghlLocationId: z.string(),
        status: z.enum(['linked', 'revoked']),
        logHistory: z.catch(z.boolean(), false),
        maxAgeDays: z.catch(z.number(), 30),
        createContacts: z.catch(z.boolean(), false),
      }),
    ),
    null,
  ),
});

/** A tenant of the CRM, and what it wants of its mail. */
export type Location = z.infer<typeof Document> & { readonly locationId: string };

export function readLocation(locationId: string, document: unknown): Location | undefined {
  const location = read(Document, document);
  return location && { locationId, ...location };
}
