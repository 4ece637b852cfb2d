import { z } from 'zod';
import { ROUND_IDS, type Round } from '../../../domain/rounds/round.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const schema = z.object({
  roundId: z.enum(ROUND_IDS),
  holder: z.string(),
  expiresAt: field.date.nullable(),
  startedAt: field.date,
  before: field.date,
  movedAt: field.date,
  finishedAt: field.date.nullable(),
  place: z.object({ step: z.string(), after: z.string().nullable() }),
  counts: z.record(z.string(), field.count),
});

export const roundConverter: Converter<Round> = converter(
  schema,
  (document): Round => document,
  (document) => document,
);
