import { untouched } from '../../domain/foldHistory.ts';
import {
  type HistoryFetch,
  type MailboxSearch,
  reportSearch,
  type SearchFailure,
  type SearchResult,
} from '../../domain/historyFetch.ts';
import type { HistoryFetchId, MailboxId } from '../../domain/ids.ts';
import type { Ledger } from '../../domain/ledger.ts';
import { isBehind, letGoUnlessBehind } from '../../domain/mailboxTransitions.ts';
import { isWaitedFor } from '../../domain/pause.ts';
import type { SyncOutcome } from '../../domain/syncOutcome.ts';
import { catchUp } from '../catchUp.ts';
import type { SyncDeps } from '../deps.ts';
import { ingest, type Progressed } from '../ingest.ts';
import type { PacedGmail } from '../pacing/pacedGmail.ts';
import type { SyncRun } from '../syncRun.ts';
import { withLease } from '../withLease.ts';
import { type FoundHistory, filedIds, findHistory } from './findHistory.ts';

/** Beyond it, so many deliveries would take the job for a dead letter. */
const LONG_SYNC_MS = 10 * 60_000;

interface SearchJob {
  readonly mailboxId: MailboxId;
  readonly fetchId: HistoryFetchId;
  readonly attempt: number;
}

/**
 * One mailbox's part of a fetch of a contact's history: searches, and stores up to the limit of what is not there yet,
 * newest first. Done again after a crash it counts what it had stored before, and fetches only the rest.
 */
export async function searchMailbox(deps: SyncDeps, job: SearchJob): Promise<SyncOutcome> {
  const fetch = await deps.histories.readFetch(job.fetchId);
  if (fetch?.attempt !== job.attempt || fetch.mailboxes[job.mailboxId]?.state !== 'waiting')
    return { outcome: 'upToDate' };
  const report = async (search: MailboxSearch) => {
    await deps.histories.changeFetch(job.fetchId, reportSearch(job, search, deps.clock.now()));
  };
  const outcome = await withLease(deps, job.mailboxId, { reason: 'history' }, (run, gmail) =>
    search({ run, gmail, fetch, report }),
  );
  const failure = failureOf(outcome, deps.clock.now());
  if (failure !== undefined) await report({ state: 'failed', reason: failure });
  if (outcome.outcome === 'continued')
    await deps.jobs.publish({ type: 'history', ...job, notBefore: outcome.notBefore });
  if (!isBeginning(outcome)) return outcome;
  // A first sync is over soon, and until then the job is delivered again; after a long one the poll takes it up.
  const syncedSince = (await deps.store.readMailbox(job.mailboxId))?.syncedSince;
  const isLong = syncedSince && deps.clock.now().getTime() - syncedSince.getTime() > LONG_SYNC_MS;
  return isLong ? { outcome: 'upToDate' } : { outcome: 'busy', handedOver: false };
}

const isBeginning = (outcome: SyncOutcome): boolean =>
  outcome.outcome === 'blocked' && (outcome.status === 'connecting' || outcome.status === 'backfilling');

interface Searching {
  readonly run: SyncRun;
  readonly gmail: PacedGmail;
  readonly fetch: HistoryFetch;
  readonly report: (search: MailboxSearch) => Promise<void>;
}

async function search({ run, gmail, fetch, report }: Searching): Promise<Progressed> {
  const { deps } = run;
  const last = letGoUnlessBehind(deps.clock.now());
  const agent = await deps.store.readAgent(run.mailbox.uid);
  if (agent?.locationIds.includes(fetch.locationId)) {
    const inBatch = gmail.at('batch');
    const found = await findHistory({ run, gmail: inBatch, fetch });
    const { wanted, more } = found;
    const total = wanted.length;
    const waiting = (done: number) => report({ state: 'waiting', done, total });
    if (total > 0) await waiting(0);
    const effects = wanted.map((ref) => ({ ...untouched(ref), effect: 'asked' as const }));
    const givesWay = () => isBehind(run.mailbox);
    const progressed = await ingest(run, inBatch, effects, { last, onWindow: waiting, givesWay });
    if (progressed !== 'done') return 'outOfTime';
    await report({ state: 'done', ...(await resultIn(run, fetch, found)), more });
  } else {
    await run.commit([], last);
    await report({ state: 'failed', reason: 'left' });
  }
  return run.isOver ? 'done' : catchUp(run, gmail);
}

/** What was known has not changed meanwhile: the run holds the lease. */
async function resultIn(
  { deps, mailbox }: SyncRun,
  fetch: HistoryFetch,
  { wanted, known }: FoundHistory,
): Promise<Omit<SearchResult, 'more'>> {
  const brought = await deps.store.readLedger(
    mailbox.mailboxId,
    wanted.map(({ id }) => id),
  );
  const ledger: Ledger = new Map([...known, ...brought]);
  const stored = [...ledger.values()].filter((entry) => entry.state === 'stored');
  const times = stored.map(({ receivedAt }) => receivedAt.getTime());
  const touched = [...ledger].filter(([, entry]) => entry.state === 'stored' && entry.at >= fetch.startedAt);
  return {
    stored: (await filedIds(deps.messages, new Map(touched), fetch)).size,
    oldest: times.length > 0 ? new Date(Math.min(...times)) : null,
  };
}

/** Why this mailbox will not be searched. What may heal is not here: its job is delivered again. */
function failureOf(outcome: SyncOutcome, now: Date): SearchFailure | undefined {
  switch (outcome.outcome) {
    case 'blocked':
      return isBeginning(outcome) ? undefined : outcome.status;
    case 'failed':
      return outcome.code;
    case 'unknown':
      return 'unknown';
    case 'paused':
      return isWaitedFor(outcome.until, now) ? undefined : 'paused';
    default:
      return undefined;
  }
}
