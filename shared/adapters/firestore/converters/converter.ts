import type { DocumentData, DocumentSnapshot } from '@google-cloud/firestore';
import type { z } from 'zod';

/** Between a document and the domain. What is read is parsed; a document that does not fit is named in the error. */
export interface Converter<T> {
  read(snapshot: DocumentSnapshot): T | undefined;
  write(value: T): DocumentData;
}

export function converter<Schema extends z.ZodType, T>(
  schema: Schema,
  fromDocument: (document: z.output<Schema>, snapshot: DocumentSnapshot) => T,
  toDocument: (value: T) => DocumentData,
): Converter<T> {
  return {
    read(snapshot) {
      if (!snapshot.exists) return undefined;
      const parsed = schema.safeParse(snapshot.data());
      if (!parsed.success) {
        throw new Error(`Document ${snapshot.ref.path} does not have the expected fields`, {
          cause: parsed.error,
        });
      }
      return fromDocument(parsed.data, snapshot);
    },
    write: toDocument,
  };
}
