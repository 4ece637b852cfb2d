import type { ForeseenRow } from '../../shared/domain/contacts/foreseeImport.ts';
import { type ImportHistory, MAX_HISTORIES } from '../../shared/domain/contacts/importProgress.ts';
import type { EmailAddress, LocationId } from '../../shared/domain/ids.ts';
import { SyncError } from '../../shared/domain/syncError.ts';
import { foreseeAddressBook } from '../../shared/sync/contacts/foreseeAddressBook.ts';
import { importRows } from '../../shared/sync/contacts/importRows.ts';
import type { App } from '../app.ts';
import { countForeseen, type PreviewCounts, rowOf, sentenceOf, showPreview } from './addressBookPreview.ts';
import { failureOf, noteAccess, refusalOf } from './addressBookRefusals.ts';
import type { Admin } from './admin.ts';
import { askForAddressBook } from './askForAddressBook.ts';
import { unknownLocation } from './locations.ts';
import { progressBar } from './progressBar.ts';
import type { Terminal } from './terminal.ts';
import { untilInterrupted } from './untilInterrupted.ts';

interface Told {
  readonly locationId: LocationId;
  readonly account?: EmailAddress;
  readonly history: ImportHistory;
  readonly port: number;
  readonly open: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Asks a person for their Google Contacts, shows what would become of them, and imports them where that is agreed to. */
export async function importFromGoogle({ app, terminal }: Admin, told: Told): Promise<void> {
  const deps = app();
  const { locationId, dryRun: preview = false } = told;
  const location = await deps.tenancy.readLocation(locationId);
  if (!location) throw unknownLocation(locationId);
  // Rather than after somebody has been to Google.
  if (!preview) terminal.mustBeAbleToAsk(told);
  const { owner, contacts } = await addressBookOf(deps, terminal, told);
  const foreseen = await foreseeAddressBook(deps, location, contacts);
  const counts = countForeseen(foreseen);
  const { isJson } = terminal;
  const report = (sentence: string, done: PreviewCounts) => {
    const row = { locationId, account: owner, ...done, preview };
    return isJson ? terminal.record(row, { contacts: foreseen.map(rowOf) }) : terminal.done(sentence, row);
  };
  if (!isJson) showPreview(terminal, foreseen);
  if (preview) return report(`Nothing is written; it would be: ${sentenceOf(counts)}.`, counts);
  if (counts.created + counts.changed > 0) {
    const where = `Project ${deps.config.GOOGLE_CLOUD_PROJECT}, location ${locationId}`;
    await terminal.confirm(
      `${where}: import the contacts of ${owner}? It would be: ${sentenceOf(counts)}.`,
      told,
    );
  }
  const done = await write(deps, terminal, { ...told, foreseen });
  report(`${sentenceOf(done)}.`, done);
}

async function addressBookOf(deps: App, terminal: Terminal, told: Told) {
  const { locationId, account, port } = told;
  // Nobody sits before a log.
  const open = told.open && process.stderr.isTTY;
  const asked = (signal: AbortSignal) =>
    askForAddressBook(deps, terminal, { account, port, open, signal }).catch((error: unknown) => {
      if (!(error instanceof SyncError)) throw error;
      const { code, operation } = error;
      deps.log.event('addressBookFailed', { locationId, code, operation, error });
      throw failureOf(error) ?? error;
    });
  const outcome = await untilInterrupted(asked);
  if ('access' in outcome) noteAccess(terminal, outcome.access);
  if (outcome.outcome === 'refused') throw refusalOf(outcome, account);
  return outcome;
}

/** What was foreseen as unchanged is not looked at again: whoever changes it meanwhile has the last word. */
async function write(
  deps: App,
  terminal: Terminal,
  { locationId, history, foreseen }: Told & { readonly foreseen: readonly ForeseenRow[] },
): Promise<PreviewCounts> {
  const rows = foreseen.flatMap(({ row, outcome }) => (WRITTEN.has(outcome) ? [row] : []));
  const { unchanged, refused } = countForeseen(foreseen);
  const counts = { created: 0, changed: 0, unchanged, refused };
  let [done, searched] = [0, 0];
  const bar = progressBar(terminal, 'Contacts');
  try {
    for await (const result of importRows(deps, rows, { source: 'google', locationId, history })) {
      counts[result.outcome] += 1;
      done += 1;
      if (result.searched) searched += 1;
      bar.show(done, rows.length);
    }
  } finally {
    bar.stop();
  }
  terminal.note(historyTold(history, searched));
  return counts;
}

const WRITTEN: ReadonlySet<ForeseenRow['outcome']> = new Set(['created', 'changed']);

const historyTold = (history: ImportHistory, searched: number): string =>
  history === 'none'
    ? 'Older mail is not searched for: agents ask for it contact by contact, or import with --history new.'
    : `Older mail of ${searched} contacts is being searched for; an import searches for that of ${MAX_HISTORIES} at most.`;
