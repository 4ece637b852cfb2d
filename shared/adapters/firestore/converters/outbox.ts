import { z } from 'zod';
import { OutboxEntryId } from '../../../domain/ids.ts';
import {
  ENTRY_SKIP_REASONS,
  type EntryError,
  FAIL_REASONS,
  isOpen,
  type OutboxEntry,
} from '../../../domain/outbox/outbox.ts';
import { SYNC_ERROR_CODES } from '../../../domain/syncError.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const common = {
  locationId: field.locationId,
  contactId: field.contactId,
  messageId: field.messageId,
  conversationId: field.conversationId,
  threadId: field.gmailThreadId,
  sentAt: field.date,
  createdAt: field.date,
};

const error: z.ZodType<EntryError> = z.object({
  code: z.enum([...SYNC_ERROR_CODES, 'unexpected']),
  operation: z.string(),
  at: field.date,
});

const claim = z.object({ id: z.string(), at: field.date, until: field.date, ghlConversationId: z.string() });

const trying = { attempts: field.count, nextAttemptAt: field.date, lastError: error.nullable() };

const schema = z.discriminatedUnion('state', [
  z.object({ ...common, ...trying, state: z.literal('pending') }),
  z.object({ ...common, ...trying, state: z.enum(['posting', 'needsReconcile']), claim }),
  z.object({
    ...common,
    state: z.literal('done'),
    ghlMessageId: z.string().nullable(),
    ghlConversationId: z.string(),
    ghlEmailId: z.string().nullable(),
    doneAt: field.date,
    expireAt: field.date,
  }),
  z.object({
    ...common,
    state: z.literal('failed'),
    reason: z.enum(FAIL_REASONS),
    lastError: error,
    claim: claim.nullable(),
    failedAt: field.date,
  }),
  z.object({
    ...common,
    state: z.literal('skipped'),
    reason: z.enum(ENTRY_SKIP_REASONS),
    skippedAt: field.date,
    expireAt: field.date,
  }),
]);

/** `open` is written for queries alone. */
export const outboxConverter: Converter<OutboxEntry> = converter(
  schema,
  (document, snapshot): OutboxEntry => ({ ...document, entryId: OutboxEntryId(snapshot.id) }),
  (entry) => {
    const { entryId: _, ...document } = entry;
    return { ...document, open: isOpen(entry) };
  },
);
