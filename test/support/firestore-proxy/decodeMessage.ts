import { createRequire } from 'node:module';
import { z } from 'zod';

interface MessageType {
  decode(bytes: Uint8Array): unknown;
  toObject(message: unknown, options: object): unknown;
}

const messageType = z.custom<MessageType>(
  (type) => typeof type === 'function' && 'decode' in type && 'toObject' in type,
);

/** The message types that the Firestore client itself is built with: its own dependency, so of the same version. */
const requireFromHere = createRequire(import.meta.url);
const requireFromFirestore = createRequire(requireFromHere.resolve('@google-cloud/firestore'));
const { google } = z
  .object({ google: z.object({ firestore: z.object({ v1: z.record(z.string(), z.unknown()) }) }) })
  .parse(requireFromFirestore('@google-cloud/firestore-api/build/protos/protos'));

/** A Firestore message as a plain object: 64-bit numbers and enums as strings, fields that were not sent left out. */
export function decodeMessage(type: string, bytes: Uint8Array): unknown {
  const messages = messageType.parse(google.firestore.v1[type], { error: () => `Firestore has no ${type}` });
  return messages.toObject(messages.decode(bytes), { longs: String, enums: String });
}
