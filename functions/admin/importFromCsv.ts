import { createReadStream } from 'node:fs';
import { readContactRows, UnreadableCsv } from '../../shared/adapters/csv/readContactRows.ts';
import type { ImportHistory } from '../../shared/domain/contacts/importProgress.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import { importRows, type RowResult } from '../../shared/sync/contacts/importRows.ts';
import type { Admin } from './admin.ts';
import { unknownLocation } from './locations.ts';
import { Refused, type Row } from './terminal.ts';

interface Told {
  readonly locationId: LocationId;
  readonly file: string;
  readonly history: ImportHistory;
  readonly dryRun?: boolean;
}

/** Lines that are told one by one; a file can have millions. */
const MOST_TOLD = 1_000;

export async function importFromCsv({ app, terminal }: Admin, told: Told): Promise<void> {
  const deps = app();
  const { locationId, history, dryRun: preview = false } = told;
  if (!(await deps.tenancy.readLocation(locationId))) throw unknownLocation(locationId);
  const counts = { created: 0, changed: 0, unchanged: 0, refused: 0 };
  const lines: Row[] = [];
  let untold = 0;
  const wanted = { source: 'csv', locationId, history, preview } as const;
  try {
    for await (const result of importRows(deps, rowsOf(told.file), wanted)) {
      counts[result.outcome] += 1;
      if (!isTold(result, preview)) continue;
      if (lines.length < MOST_TOLD) lines.push(lineOf(result));
      else untold += 1;
    }
  } catch (error) {
    throw refusalOf(error, told.file) ?? error;
  }
  if (!terminal.isJson && lines.length > 0) terminal.table(lines, '');
  if (untold > 0) terminal.note(`${untold} lines more are not shown.`);
  const { created, changed, unchanged, refused } = counts;
  const done = `${created} created, ${changed} changed, ${unchanged} as they were, ${refused} refused`;
  terminal.done(preview ? `Nothing is written; it would be: ${done}.` : `${done}.`, {
    locationId,
    ...counts,
    preview,
    ...(terminal.isJson && {
      lines: lines.map(({ line, outcome, reason }) => [line, outcome, reason].filter(Boolean).join(' ')),
    }),
  });
}

/** Opened when the first row is asked for: nobody would hear of its failure before. */
async function* rowsOf(file: string) {
  yield* readContactRows(createReadStream(file));
}

/** Of an import, what a person has to look at; of a preview, what would be written as well. */
function isTold({ outcome, conflicts, invalid }: RowResult, preview: boolean): boolean {
  return outcome === 'refused' || conflicts.length > 0 || invalid > 0 || (preview && outcome !== 'unchanged');
}

const lineOf = ({ line, outcome, reason, contactId, invalid, conflicts }: RowResult): Row => ({
  line,
  outcome,
  reason: reason ?? null,
  contactId: outcome === 'created' ? null : (contactId ?? null),
  invalidAddresses: invalid,
  takenBy: [...new Set(conflicts.map(({ by }) => by))],
});

function refusalOf(error: unknown, file: string): Refused | undefined {
  if (error instanceof UnreadableCsv) return new Refused(error.message);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return new Refused(`There is no file ${file}.`);
  if (code === 'EACCES' || code === 'EISDIR') return new Refused(`${file} cannot be read.`);
  return undefined;
}
