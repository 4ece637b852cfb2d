import { z } from 'zod';
import { AUDIT_STEPS, type Audit, FINDING_KINDS } from '../../../domain/audit/audit.ts';
import { AuditId } from '../../../domain/ids.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const finding = z.object({ count: field.count, ids: z.array(z.string()), repaired: field.count });

const schema = z.object({
  mailboxId: field.mailboxId,
  repair: z.boolean(),
  since: field.date,
  startedAt: field.date,
  movedAt: field.date.optional(),
  finishedAt: field.date.nullable(),
  outcome: z.enum(['running', 'finished', 'stopped']),
  stoppedBy: z.string().nullable(),
  place: z.object({ step: z.enum(AUDIT_STEPS), pageToken: z.string().nullable() }),
  looked: z.object({ arrivals: field.count, copies: field.count, conversations: field.count }),
  findings: z.partialRecord(z.enum(FINDING_KINDS), finding),
  expireAt: field.date,
});

export const auditConverter: Converter<Audit> = converter(
  schema,
  (document, snapshot): Audit => ({
    ...document,
    movedAt: document.movedAt ?? document.startedAt,
    auditId: AuditId(snapshot.id),
  }),
  ({ auditId: _, ...document }) => document,
);
