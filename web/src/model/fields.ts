import { Timestamp } from 'firebase/firestore';
import * as z from 'zod/mini';

/** Firestore's time as a `Date`. */
export const time = z.pipe(
  z.custom<Timestamp>((value) => value instanceof Timestamp),
  z.transform((timestamp) => timestamp.toDate()),
);

export const participant = z.object({ name: z.string(), address: z.string() });
export type Participant = z.infer<typeof participant>;

/**
 * Reads a document as a schema has it. One that is unlike it is left out, so that the others are shown: the server
 * keeps them in order, and its audits tell of what is not.
 */
export function read<Schema extends z.ZodMiniType>(
  schema: Schema,
  document: unknown,
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(document);
  return parsed.success ? parsed.data : undefined;
}
