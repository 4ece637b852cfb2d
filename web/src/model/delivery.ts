import * as z from 'zod/mini';
import { read, time } from './fields.ts';

const Document = z.object({
  locationId: z.string(),
  contactId: z.string(),
  messageId: z.string(),
  state: z.enum(['pending', 'posting', 'needsReconcile', 'done', 'failed', 'skipped']),
  /** Why it failed or was skipped. */
  reason: z.optional(z.string()),
  nextAttemptAt: z.optional(time),
});

/** What became of one message on its way to GHL. */
export type Delivery = z.infer<typeof Document>;

export const readDelivery = (document: unknown): Delivery | undefined => read(Document, document);
