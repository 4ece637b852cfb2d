import { z } from 'zod';
import { type LedgerEntry, SKIP_REASONS } from '../../../domain/ledger.ts';
import { SYNC_ERROR_CODES } from '../../../domain/syncError.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const schema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('stored'),
    messageIds: z.array(field.messageId),
    receivedAt: field.date,
    at: field.date,
  }),
  z.object({
    state: z.literal('skipped'),
    reason: z.enum(SKIP_REASONS),
    error: z.enum(SYNC_ERROR_CODES).exactOptional(),
    at: field.date,
  }),
  z.object({
    state: z.literal('struck'),
    strikes: field.count,
    error: z.enum(SYNC_ERROR_CODES),
    at: field.date,
  }),
]);

export const ledgerConverter: Converter<LedgerEntry> = converter(
  schema,
  (entry): LedgerEntry => entry,
  (entry) => ({ ...entry }),
);
