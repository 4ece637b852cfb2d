import { z } from 'zod';
import { SYNC_REASONS } from '../../../domain/lease.ts';
import { SKIP_REASONS } from '../../../domain/ledger.ts';
import { RUN_OUTCOMES, type Run } from '../../../domain/run.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const schema = z.object({
  trigger: z.enum(SYNC_REASONS),
  outcome: z.enum(RUN_OUTCOMES),
  startedAt: field.date,
  finishedAt: field.date,
  historyId: field.historyId.nullable(),
  counts: z.object({ stored: field.count, skipped: z.partialRecord(z.enum(SKIP_REASONS), field.count) }),
  expireAt: field.date,
});

export const runConverter: Converter<Run> = converter(
  schema,
  (document, snapshot): Run => ({ ...document, runId: snapshot.id }),
  ({ runId: _, ...document }) => document,
);
