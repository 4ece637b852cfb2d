import {
  type ContactImport,
  failImport,
  takeImport,
  turnImportPage,
} from '../../domain/contacts/importProgress.ts';
import { ImportId, type LocationId } from '../../domain/ids.ts';
import { SyncError, type SyncErrorCode } from '../../domain/syncError.ts';
import type { Ghl, GhlAccess } from '../../ports/ghl.ts';
import type { LocationJobQueue, Random } from '../../ports/platform.ts';
import type { ImportStore } from '../../ports/stores/importStore.ts';
import type { SyncSettings } from '../deps.ts';
import type { HistoryDeps } from '../history/fetchContactHistory.ts';
import { importPage } from './importPage.ts';

export interface ImportDeps extends HistoryDeps {
  readonly imports: ImportStore;
  readonly ghl: GhlAccess;
  readonly random: Random;
  readonly locationJobs: LocationJobQueue;
  readonly settings: Pick<SyncSettings, 'runMs'>;
}

export type ImportOutcome =
  | { readonly outcome: 'imported' | 'continued'; readonly progress: ContactImport }
  /** Another run has it. */
  | { readonly outcome: 'busy'; readonly handedOver: false }
  /** Recorded on the import; a repeat would fail in the same way until somebody acts. */
  | { readonly outcome: 'failed'; readonly code: SyncErrorCode }
  /** That attempt is over. */
  | { readonly outcome: 'upToDate' };

interface Which {
  readonly locationId: LocationId;
  readonly attempt: number;
}

/** One job: goes on as a new one where time runs out. */
export async function importJob(deps: ImportDeps, { locationId, attempt }: Which): Promise<ImportOutcome> {
  const outcome = await importContacts(deps, { locationId, attempt });
  // The lease is free by now: a job that came before it would find it held.
  if (outcome.outcome === 'continued') {
    await deps.locationJobs.publish({ type: 'importContacts', locationId, attempt });
  }
  return outcome;
}

/**
 * Brings a location's contacts from GHL, page by page, until the deadline; whoever calls it again goes on. A page that
 * is done again after a crash changes nothing and counts the same. Contacts that GHL no longer lists stay: only GHL's
 * word that one is deleted removes it.
 */
export async function importContacts(
  deps: ImportDeps,
  { locationId, attempt }: Which,
  progressed: (progress: ContactImport) => void = () => {},
): Promise<ImportOutcome> {
  const importId = ImportId.of(locationId);
  const holder = deps.random.id();
  const begunAt = deps.clock.now();
  const taken = await deps.imports.changeImport(importId, takeImport({ attempt, holder }, begunAt));
  if (!taken) return { outcome: 'upToDate' };
  if (taken.lease?.holder !== holder) return { outcome: 'busy', handedOver: false };
  try {
    const progress = await turnPages(deps, { taken, holder, progressed });
    deps.log.event('contactsImported', { locationId, outcome: progress.status, ...told(progress) });
    return { outcome: progress.status === 'done' ? 'imported' : 'continued', progress };
  } catch (error) {
    return settle(deps, { importId, locationId, holder }, error);
  }
}

interface Taken {
  readonly taken: ContactImport;
  readonly holder: string;
  readonly progressed: (progress: ContactImport) => void;
}

async function turnPages(deps: ImportDeps, { taken, holder, progressed }: Taken): Promise<ContactImport> {
  const { clock, imports, settings } = deps;
  const endsAt = clock.now().getTime() + settings.runMs;
  const location = await deps.tenancy.readLocation(taken.locationId);
  if (!location?.ghl || location.ghl.ghlLocationId !== taken.ghlLocationId) {
    throw new SyncError('unauthorized', 'importContacts');
  }
  const ghl = await deps.ghl.open(taken.locationId);
  let progress = taken;
  while (progress.lease) {
    const askedAt = clock.now();
    const page = await listPage(deps, ghl, progress.cursor);
    const notAfter = progress.lease.expiresAt;
    const counts = await importPage(deps, progress, { contacts: page.contacts, askedAt, notAfter });
    const now = clock.now();
    const turned = turnImportPage(
      holder,
      {
        size: page.contacts.length,
        total: page.total,
        counts,
        next: page.next ?? null,
        ends: now.getTime() >= endsAt,
      },
      now,
    );
    const stored = await imports.changeImport(progress.importId, turned);
    if (!stored) throw new SyncError('leaseLost', 'importContacts');
    progress = stored;
    progressed(progress);
  }
  return progress;
}

/** As many as GHL gives at most. */
const PAGE = 100;
/** GHL counts by ten seconds; a day that is used up is not waited for here. */
const MAX_WAIT_MS = 30_000;

async function listPage(deps: ImportDeps, ghl: Ghl, cursor: string | null) {
  const request = { limit: PAGE, ...(cursor !== null && { after: cursor }) };
  const page = await ghl.listContacts(request).catch(async (error: unknown) => {
    const wait = SyncError.is(error, 'rateLimited') ? waitOf(error, deps.clock.now()) : undefined;
    if (wait === undefined) throw error;
    await deps.clock.sleep(wait);
    return ghl.listContacts(request);
  });
  // Or the same page would come for ever.
  if (page.next !== undefined && page.next === cursor) {
    throw new SyncError('malformedAnswer', 'ghl.contacts.list');
  }
  return page;
}

function waitOf({ retryAt }: SyncError, now: Date): number | undefined {
  const wait = retryAt ? Math.max(0, retryAt.getTime() - now.getTime()) : undefined;
  return wait !== undefined && wait <= MAX_WAIT_MS ? wait : undefined;
}

async function settle(
  deps: ImportDeps,
  { importId, locationId, holder }: { importId: ImportId; locationId: LocationId; holder: string },
  error: unknown,
): Promise<ImportOutcome> {
  const code = error instanceof SyncError ? error.code : null;
  const isOver = error instanceof SyncError && !error.retryable;
  await deps.imports.changeImport(importId, failImport(holder, { code, isOver }, deps.clock.now()));
  if (!isOver) throw error;
  deps.log.event('importFailed', { locationId, code: error.code, operation: error.operation, error });
  return { outcome: 'failed', code: error.code };
}

const told = ({ counts, done }: ContactImport) => ({
  done,
  created: counts.created,
  changed: counts.changed,
  skipped: counts.noAddress + counts.taken + counts.outdated,
  conflicts: counts.conflicts,
});
