import type { DocumentReference } from '@google-cloud/firestore';
import type { Converter } from './converters/converter.ts';

/**
 * One transaction: reads the document and writes what becomes of it. Nothing is written where it stays as it is, and it
 * is deleted where nothing is left of it.
 */
export function changeDocument<T, Changed extends T | undefined>(
  ref: DocumentReference,
  { read, write }: Converter<T>,
  change: (before: T | undefined) => Changed,
): Promise<Changed> {
  return ref.firestore.runTransaction(async (tx) => {
    const before = read(await tx.get(ref));
    const after = change(before);
    if (after === before) return after;
    if (after === undefined) tx.delete(ref);
    else tx.set(ref, write(after));
    return after;
  });
}
