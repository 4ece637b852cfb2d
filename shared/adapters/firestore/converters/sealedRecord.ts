import type { QueryDocumentSnapshot } from '@google-cloud/firestore';
import { z } from 'zod';
import type { SealedRecord } from '../../../ports/keyring.ts';
import { ghlOwned } from '../paths.ts';
import { field } from './fields.ts';

/** What is wrong with a document otherwise is no reason not to seal it anew. */
const seal = z.object({
  sealed: z.string().nullable().catch(null),
  resealedAt: field.date.nullable().catch(null),
});

export const SEAL_FIELDS = ['sealed', 'resealedAt'] as const satisfies readonly (keyof z.output<
  typeof seal
>)[];

export const readSealedRecord = (snapshot: QueryDocumentSnapshot): SealedRecord => ({
  recordId: snapshot.id,
  binding: ghlOwned.is(snapshot.id)
    ? { purpose: 'ghl', owner: ghlOwned.ownerOf(snapshot.id) }
    : { purpose: 'gmail', owner: snapshot.id },
  ...seal.parse(snapshot.data()),
});
