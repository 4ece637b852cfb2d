import type { DocumentReference } from '@google-cloud/firestore';
import type { Converter } from './converters/converter.ts';

/** One transaction: reads the document and writes what becomes of it; nothing where it stays as it is, or is left alone. */
export function changeDocument<T, Changed extends T | undefined>(
  ref: DocumentReference,
  { read, write }: Converter<T>,
  change: (before: T | undefined) => Changed,
): Promise<Changed> {
  return ref.firestore.runTransaction(async (tx) => {
    const before = read(await tx.get(ref));
    const after = change(before);
    if (after !== undefined && after !== before) tx.set(ref, write(after));
    return after;
  });
}
