import {
  type ContactImport,
  type ImportHistory,
  MAX_HISTORIES,
} from '../../shared/domain/contacts/importProgress.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import { beginLocationImport } from '../../shared/sync/contacts/beginLocationImport.ts';
import { type ImportOutcome, importContacts } from '../../shared/sync/contacts/importContacts.ts';
import type { Admin } from './admin.ts';
import { unknownLocation } from './locations.ts';
import { progressBar } from './progressBar.ts';
import { Refused, type Terminal } from './terminal.ts';

interface Told {
  readonly history: ImportHistory;
  readonly queue?: boolean;
}

/** Goes on with an import that is not finished. */
export async function importFromGhl({ app, terminal }: Admin, id: LocationId, told: Told): Promise<void> {
  const deps = app();
  const begun = await beginLocationImport(deps, { locationId: id, history: told.history });
  if (!begun) throw unknownLocation(id);
  const { attempt } = begun;
  if (told.queue) {
    await deps.locationJobs.publish({ type: 'importContacts', locationId: id, attempt });
    return terminal.done(`The import into location ${id} is queued.`, { locationId: id, attempt });
  }
  const bar = progressBar(terminal, 'Contacts');
  try {
    let outcome: ImportOutcome;
    do
      outcome = await importContacts(deps, { locationId: id, attempt }, ({ done, total }) =>
        bar.show(done, total),
      );
    while (outcome.outcome === 'continued');
    bar.stop();
    if ('progress' in outcome) return report(terminal, outcome.progress);
    throw refusalOf(outcome);
  } finally {
    bar.stop();
  }
}

function refusalOf(outcome: Exclude<ImportOutcome, { progress: ContactImport }>): Refused {
  switch (outcome.outcome) {
    case 'busy':
      return new Refused('Another import of this location is running: wait for it.');
    case 'upToDate':
      return new Refused('Another run has finished this import.');
    case 'failed':
      return new Refused(
        `GHL refused (${outcome.code}): see "ghl status", link the location again, and begin again; it goes on where it stopped.`,
      );
    default:
      return outcome satisfies never;
  }
}

function report(terminal: Terminal, { locationId, done, counts, history }: ContactImport): void {
  const { created, changed, unchanged, noAddress, taken, outdated } = counts;
  const skipped = noAddress + taken + outdated;
  terminal.done(
    `${done} contacts of GHL's: ${created} created, ${changed} changed, ${unchanged} as they were, ${skipped} left out.`,
    { locationId, done, ...counts },
  );
  if (noAddress > 0) terminal.note(`${noAddress} have no email address.`);
  if (taken > 0) terminal.note(`${taken} only have addresses of other contacts, who keep them.`);
  if (outdated > 0) terminal.note(`Of ${outdated}, a webhook has told something later.`);
  if (counts.conflicts > 0)
    terminal.note(`${counts.conflicts} addresses are another contact's already: --verbose tells whose.`);
  if (counts.invalid > 0) terminal.note(`${counts.invalid} addresses are none.`);
  terminal.note(historyTold(history, counts));
}

function historyTold(history: ImportHistory, { histories, historiesLeft }: ContactImport['counts']): string {
  if (history === 'none')
    return 'Older mail is not searched for: agents ask for it contact by contact, or import with --history new.';
  const left =
    historiesLeft > 0
      ? ` Of ${historiesLeft} more it is not: an import searches for about ${MAX_HISTORIES}, to spare Gmail's quota; agents ask for theirs.`
      : '';
  return `Older mail of ${histories} contacts is being searched for.${left}`;
}
