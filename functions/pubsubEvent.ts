import type { CloudEvent } from '@google-cloud/functions-framework';
import { z } from 'zod';
import { type ReadEvent, readEventData } from '../shared/domain/eventData.ts';

/** The CloudEvent that a Pub/Sub push becomes; `data` is the message's base64, in either alphabet. */
const PubSubEvent = z.object({ data: z.object({ message: z.object({ data: z.string().min(1) }) }) });

/** Reads the JSON that a Pub/Sub push carries. */
export function readPubSubEvent<Schema extends z.ZodType>(
  event: CloudEvent<unknown>,
  schema: Schema,
): ReadEvent<z.output<Schema>> {
  const envelope = PubSubEvent.safeParse(event);
  if (!envelope.success) return { ok: false, reason: 'noData' };
  return readEventData(Buffer.from(envelope.data.data.message.data, 'base64'), schema);
}
