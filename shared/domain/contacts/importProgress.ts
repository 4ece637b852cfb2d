import type { ImportId, LocationId } from '../ids.ts';
import type { SyncErrorCode } from '../syncError.ts';
import type { NewsResult } from './importWord.ts';

/** An import of a location's contacts from GHL: one document, which a later run goes on with. */
export interface ContactImport {
  readonly importId: ImportId;
  readonly locationId: LocationId;
  /** GHL's id of the location; null where it is not linked. A cursor means nothing to another one. */
  readonly ghlLocationId: string | null;
  /** Rises each time it begins anew. */
  readonly attempt: number;
  readonly status: 'running' | 'done' | 'failed';
  /** Whether older mail is searched for: of nobody, or of contacts with a new address, as many as one import may. */
  readonly history: ImportHistory;
  readonly startedAt: Date;
  readonly lastRunAt: Date;
  readonly finishedAt: Date | null;
  /** Contacts of GHL's that have been looked at, and how many there are. */
  readonly done: number;
  readonly total: number;
  readonly counts: ImportCounts;
  /** Where GHL's listing goes on; null at the beginning. */
  readonly cursor: string | null;
  readonly lease: { readonly holder: string; readonly expiresAt: Date } | null;
  readonly lastError: SyncErrorCode | null;
  /** The document may be deleted from this time on. */
  readonly expireAt: Date;
}

export type ImportHistory = 'none' | 'new';

export interface ImportCounts {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Not stored: without an address, with none that is free, or because a later word of GHL's is known. */
  readonly noAddress: number;
  readonly taken: number;
  readonly outdated: number;
  /** Addresses that are none, and those that another contact of the location has. */
  readonly invalid: number;
  readonly conflicts: number;
  /** Searches for older mail, and those that were left out because there are enough. */
  readonly histories: number;
  readonly historiesLeft: number;
}

const NO_IMPORTS: ImportCounts = {
  created: 0,
  changed: 0,
  unchanged: 0,
  noAddress: 0,
  taken: 0,
  outdated: 0,
  invalid: 0,
  conflicts: 0,
  histories: 0,
  historiesLeft: 0,
};

/**
 * A search can cost each mailbox 2,000 units of Gmail's quota, a third of what a mailbox has a minute, and the mail that
 * arrives meanwhile needs some, too. The rest is fetched when an agent asks for it.
 */
export const MAX_HISTORIES = 100;

/** Longer than a page takes; a run that has died is replaced after it. */
export const IMPORT_LEASE_MS = 120_000;

const KEPT_MS = 30 * 24 * 60 * 60_000;
/** After that, what was listed before is too old to go on from. */
const RESUMED_WITHIN_MS = 24 * 60 * 60_000;

export interface ImportRequest {
  readonly importId: ImportId;
  readonly locationId: LocationId;
  readonly ghlLocationId: string | null;
  readonly history: ImportHistory;
  readonly now: Date;
}

/** Begins an import, or goes on with the one that is not finished. */
export function beginImport(existing: ContactImport | undefined, request: ImportRequest): ContactImport {
  const { history } = request;
  return existing && isResumable(existing, request)
    ? { ...existing, status: 'running', history }
    : begun(existing, request);
}

function isResumable(
  { status, lastRunAt, lastError, ghlLocationId }: ContactImport,
  { now, ...request }: ImportRequest,
): boolean {
  if (ghlLocationId !== request.ghlLocationId) return false;
  if (status === 'done' || lastError === 'invalidRequest') return false;
  return now.getTime() - lastRunAt.getTime() < RESUMED_WITHIN_MS;
}

/** A run takes the import, unless another one has it, or there is nothing left to do of that attempt. */
export const takeImport =
  (run: { attempt: number; holder: string }, now: Date) =>
  (existing: ContactImport | undefined): ContactImport | undefined => {
    const { attempt, holder } = run;
    if (existing?.attempt !== attempt || existing.status !== 'running') return undefined;
    const { lease } = existing;
    if (lease && lease.holder !== holder && lease.expiresAt > now) return existing;
    return { ...existing, lastRunAt: now, lease: { holder, expiresAt: leaseEnd(now) } };
  };

function begun(existing: ContactImport | undefined, request: ImportRequest): ContactImport {
  const { importId, locationId, ghlLocationId, history, now } = request;
  return {
    importId,
    locationId,
    ghlLocationId,
    attempt: (existing?.attempt ?? 0) + 1,
    status: 'running',
    history,
    startedAt: now,
    lastRunAt: now,
    finishedAt: null,
    done: 0,
    total: 0,
    counts: NO_IMPORTS,
    cursor: null,
    lease: null,
    lastError: null,
    expireAt: new Date(now.getTime() + KEPT_MS),
  };
}

export interface ImportedPage {
  readonly size: number;
  readonly total: number;
  readonly counts: ImportCounts;
  /** Null after the last page. */
  readonly next: string | null;
  /** Whether the run ends here, whatever is left. */
  readonly ends: boolean;
}

/** A page is stored. Undefined where another run has taken the import over: it counts that page itself. */
export const turnImportPage =
  (holder: string, page: ImportedPage, now: Date) =>
  (existing: ContactImport | undefined): ContactImport | undefined => {
    if (existing?.lease?.holder !== holder) return undefined;
    const done = existing.done + page.size;
    const isDone = page.next === null;
    return {
      ...existing,
      status: isDone ? 'done' : 'running',
      finishedAt: isDone ? now : null,
      lastRunAt: now,
      done,
      total: isDone ? done : Math.max(page.total, done),
      counts: page.counts,
      cursor: page.next,
      lease: isDone || page.ends ? null : { holder, expiresAt: leaseEnd(now) },
      lastError: null,
    };
  };

/** A run has failed; where it stopped is kept. `isOver`: a repeat would fail in the same way. */
export const failImport =
  (holder: string, failure: { code: SyncErrorCode | null; isOver: boolean }, now: Date) =>
  (existing: ContactImport | undefined): ContactImport | undefined => {
    if (existing?.lease?.holder !== holder) return undefined;
    const status = failure.isOver ? 'failed' : 'running';
    return { ...existing, status, lastRunAt: now, lease: null, lastError: failure.code };
  };

const leaseEnd = (now: Date) => new Date(now.getTime() + IMPORT_LEASE_MS);

/** The counts with one contact more. */
export function countNews(
  counts: ImportCounts,
  result: NewsResult,
  more: { readonly invalid: number; readonly historyLeft: boolean },
): ImportCounts {
  const counted = nameOf(result);
  const isLeft = more.historyLeft && result.history === 'none' && result.outcome === 'created';
  return {
    ...counts,
    ...(counted && { [counted]: counts[counted] + 1 }),
    invalid: counts.invalid + more.invalid,
    conflicts: counts.conflicts + result.conflicts.length,
    histories: counts.histories + (result.history === 'none' ? 0 : 1),
    historiesLeft: counts.historiesLeft + (isLeft ? 1 : 0),
  };
}

function nameOf({ outcome, reason }: NewsResult): keyof ImportCounts | undefined {
  switch (outcome) {
    case 'skipped':
      return reason;
    case 'seen':
    case 'removed':
      return undefined;
    case 'created':
    case 'changed':
    case 'unchanged':
    case 'outdated':
      return outcome;
    default:
      return outcome satisfies never;
  }
}
