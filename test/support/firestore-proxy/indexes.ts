import { readFileSync } from 'node:fs';
import { z } from 'zod';

const INDEXES = new URL('../../../terraform/firestore.indexes.json', import.meta.url);

const scope = z.enum(['COLLECTION', 'COLLECTION_GROUP']);
const kind = {
  order: z.enum(['ASCENDING', 'DESCENDING']).optional(),
  arrayConfig: z.literal('CONTAINS').optional(),
};
const schema = z.object({
  indexes: z.array(
    z.object({
      collectionGroup: z.string(),
      queryScope: scope,
      fields: z.array(z.object({ fieldPath: z.string(), ...kind })),
    }),
  ),
  fieldOverrides: z.array(
    z.object({
      collectionGroup: z.string(),
      fieldPath: z.string(),
      indexes: z.array(z.object({ queryScope: scope, ...kind })),
    }),
  ),
});

export type Indexes = z.infer<typeof schema>;

/** Those that are deployed. */
export const readIndexes = (): Indexes => schema.parse(JSON.parse(readFileSync(INDEXES, 'utf8')));
