import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { IndexSpecs } from '../../domain/doctor/judgeIndexes.ts';

const Specs = z.object({
  indexes: z.array(
    z.object({
      collectionGroup: z.string(),
      queryScope: z.string(),
      fields: z.array(
        z.object({
          fieldPath: z.string(),
          order: z.string().optional(),
          arrayConfig: z.string().optional(),
        }),
      ),
    }),
  ),
  fieldOverrides: z.array(
    z.object({
      collectionGroup: z.string(),
      fieldPath: z.string(),
      ttl: z.boolean().default(false),
      indexes: z.array(z.unknown()),
    }),
  ),
});

const FILE = new URL('../../../terraform/firestore.indexes.json', import.meta.url);

/** The indexes that are to be deployed. */
export async function readIndexSpecs(): Promise<IndexSpecs> {
  const { indexes, fieldOverrides } = Specs.parse(JSON.parse(await readFile(FILE, 'utf8')));
  return { indexes, fields: fieldOverrides.map((field) => ({ ...field, indexes: field.indexes.length })) };
}
