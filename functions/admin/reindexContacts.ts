import type { LocationId } from '../../shared/domain/ids.ts';
import { reindexContacts as goThrough } from '../../shared/sync/contacts/reindexContacts.ts';
import type { Admin } from './admin.ts';
import { unknownLocation } from './locations.ts';
import { progressBar } from './progressBar.ts';

export interface ReindexTold {
  readonly location?: LocationId;
  readonly dryRun?: boolean;
}

export const REINDEXING = `
What a contact is searched by follows from its name and its addresses, and is written with them by everything but the
CRM itself, and versions before there was a search: run it after an upgrade from one, and after a rollback. It may be stopped at any moment and run again, also while contacts change: a read for each contact, and a
write for each that is behind.`;

export async function reindexContacts({ app, terminal }: Admin, told: ReindexTold): Promise<void> {
  const { tenancy } = app();
  const { location: locationId, dryRun: preview = false } = told;
  if (locationId && !(await tenancy.readLocation(locationId))) throw unknownLocation(locationId);
  const total = await tenancy.countContacts(locationId);
  const bar = progressBar(terminal, 'Contacts');
  try {
    const { looked, outdated } = await goThrough({ tenancy }, { locationId, preview }, (counts) =>
      bar.show(counts.looked, Math.max(counts.looked, total)),
    );
    bar.stop();
    terminal.done(
      `${looked} contacts: ${outdated} ${preview ? 'to be indexed' : 'indexed'}, ${looked - outdated} as they were.`,
      { locationId: locationId ?? null, looked, outdated, preview },
    );
  } finally {
    bar.stop();
  }
  if (preview) terminal.note('Nothing is written.');
}
