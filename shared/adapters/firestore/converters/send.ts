import { z } from 'zod';
import { SendId } from '../../../domain/ids.ts';
import type { AnsweredMessage } from '../../../domain/outgoing/reply.ts';
import type { Send } from '../../../domain/outgoing/send.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';
import { copiesOnly } from './message.ts';

const common = { mailboxId: field.mailboxId, content: z.string(), expireAt: field.date };

const schema = z.discriminatedUnion('state', [
  z.object({
    ...common,
    state: z.enum(['claimed', 'uncertain']),
    holder: z.string(),
    until: field.date,
  }),
  z.object({
    ...common,
    state: z.literal('sent'),
    gmailId: field.gmailMessageId,
    threadId: field.gmailThreadId,
  }),
]);

export const sendConverter: Converter<Send> = converter(
  schema,
  (document, snapshot): Send => ({ ...document, sendId: SendId(snapshot.id) }),
  ({ sendId: _, ...document }) => document,
);

const answered = z
  .object({
    locationId: field.locationId,
    rfc822MessageId: z.string(),
    headers: z.object({ subject: z.string(), references: z.array(z.string()) }),
    ...copiesOnly.schema.shape,
  })
  .transform(
    ({ headers, rfc822MessageId, ...message }): AnsweredMessage => ({
      ...message,
      envelope: { ...headers, rfc822MessageId },
    }),
  );

/** Of a message, what an answer has to know: none of its words. */
export const answeredOnly = {
  mask: ['locationId', 'rfc822MessageId', 'headers.subject', 'headers.references', 'copies'],
  schema: answered,
} as const;
