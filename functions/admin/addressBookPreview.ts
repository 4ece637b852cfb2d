import type { ForeseenRow } from '../../shared/domain/contacts/foreseeImport.ts';
import type { Row, Terminal } from './terminal.ts';

/** Rows that a person is shown; with --json, all are told. */
const SHOWN = 20;

export type PreviewCounts = Readonly<Record<ForeseenRow['outcome'], number>>;

export function countForeseen(foreseen: readonly ForeseenRow[]): PreviewCounts {
  const counts = { created: 0, changed: 0, unchanged: 0, refused: 0 };
  for (const { outcome } of foreseen) counts[outcome] += 1;
  return counts;
}

/** What would be written, first; then what is left out, and why. Contacts that stay as they are, are only counted. */
export function showPreview(terminal: Terminal, foreseen: readonly ForeseenRow[]): void {
  const told = OUTCOMES.flatMap((outcome) => foreseen.filter((row) => row.outcome === outcome));
  const rows = told.slice(0, SHOWN).map(rowOf);
  if (rows.length > 0) terminal.table(rows, '');
  if (told.length > SHOWN)
    terminal.note(`${told.length - SHOWN} more are not shown: --dry-run --json tells all.`);
}

const OUTCOMES = ['created', 'changed', 'refused'] as const;

/** As `contacts import --from csv` tells a line. */
export function rowOf({ row, outcome, reason, contactId, added, conflicts }: ForeseenRow): Row {
  return {
    outcome,
    name: row.name,
    adds: added,
    contactId: contactId ?? null,
    reason: reason ?? null,
    leftOut: row.leftOut,
    invalidAddresses: row.outcome === 'contact' ? row.invalid : 0,
    takenBy: [...new Set(conflicts.map(({ by }) => by))],
  };
}

export const sentenceOf = ({ created, changed, unchanged, refused }: PreviewCounts): string =>
  `${created} created, ${changed} changed, ${unchanged} as they were, ${refused} left out`;
