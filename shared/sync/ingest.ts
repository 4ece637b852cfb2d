import { arrivalOf, matchContacts } from '../domain/arrival.ts';
import { chunksBySize } from '../domain/chunks.ts';
import { readContent } from '../domain/content/readContent.ts';
import type { NetEffect } from '../domain/foldHistory.ts';
import type { GmailMessage } from '../domain/gmail.ts';
import type { LocationId } from '../domain/ids.ts';
import { isLastStrike, type Ledger, skipReasonOf } from '../domain/ledger.ts';
import { ownAddresses } from '../domain/mailbox.ts';
import type { Settle } from '../domain/mailboxTransitions.ts';
import type { Ingested } from '../domain/planCommit.ts';
import { type Fetch, planFetch } from '../domain/planFetch.ts';
import { planIngest } from '../domain/planIngest.ts';
import { SyncError } from '../domain/syncError.ts';
import type { Gmail } from '../ports.ts';
import { fetchMessages } from './fetchMessages.ts';
import type { SyncRun } from './syncRun.ts';

/** Messages held in memory at a time. */
const WINDOW = 50;

/** A transaction's share: well below Firestore's 10 MiB a request, and short enough not to hold others up. */
const COMMIT = { count: 100, bytes: 3 * 1024 * 1024 };

/** What a document takes besides the parts that are measured. */
const OVERHEAD_BYTES = 2_000;

/** Whether the work is done, or was left where the ledger lets the next run go on. */
export type Progressed = 'done' | 'outOfTime';

/**
 * Takes the net effects of a delta, or of a listing, all the way into the store, window by window. `settle` is
 * carried out with the last write: whatever crashes before it is simply done again, and the ledger sees to it that
 * nothing is fetched or stored twice.
 * @throws SyncError malformedAnswer where a message could not be read and has not failed for good: everything else is
 * stored then, and `settle` is left to the run that gets it or gives it up
 */
export async function ingest(
  run: SyncRun,
  gmail: Gmail,
  effects: readonly NetEffect[],
  settle: { each?: (done: number) => Settle; last: Settle },
): Promise<Progressed> {
  const ledger = await run.deps.store.readLedger(
    run.mailbox.mailboxId,
    effects.map(({ id }) => id),
  );
  const { fetch, decided } = planIngest(effects, ledger);
  const windows = windowsOf(planFetch(fetch, run.deps.settings.units));
  let pending = decided;
  let done = effects.length - fetch.length;
  let isComplete = true;
  for (const [index, window] of windows.entries()) {
    const ingested = await decideWindow(run, gmail, window, ledger);
    isComplete &&= !ingested.some(awaitsAnotherStrike);
    pending = [...pending, ...ingested];
    if (index === windows.length - 1) break;
    done += pending.length;
    for (const chunk of chunksBySize(pending, COMMIT, sizeOf)) await run.commit(chunk, settle.each?.(done));
    pending = [];
    if (run.isOutOfTime) return 'outOfTime';
  }
  const chunks = chunksBySize(pending, COMMIT, sizeOf);
  for (const chunk of chunks.slice(0, -1)) await run.commit(chunk, settle.each?.(done));
  await run.commit(chunks.at(-1) ?? [], isComplete ? settle.last : undefined);
  if (!isComplete) throw new SyncError('malformedAnswer', 'gmail.messages.get');
  return 'done';
}

/**
 * Fetches one window's messages and matches them with the contacts of the locations that the agent may see at this
 * moment, and of no others. No transaction is open meanwhile.
 */
async function decideWindow(
  run: SyncRun,
  gmail: Gmail,
  window: readonly Fetch[],
  ledger: Ledger,
): Promise<readonly Ingested[]> {
  const { store, clock } = run.deps;
  const [{ messages, gone, broken }, agent] = await Promise.all([
    fetchMessages(gmail, clock, window),
    store.readAgent(run.mailbox.uid),
  ]);
  const stored = await decideMessages(run, messages, agent?.locationIds ?? [], ledger);
  return [
    ...stored,
    ...gone.map(
      (gmailId): Ingested => ({ type: 'skip', before: ledger.get(gmailId), gmailId, reason: 'gone' }),
    ),
    ...broken.map(
      ({ id, error }): Ingested => ({
        type: 'strike',
        before: ledger.get(id),
        gmailId: id,
        error: error.code,
      }),
    ),
  ];
}

async function decideMessages(
  run: SyncRun,
  messages: readonly GmailMessage[],
  locationIds: readonly LocationId[],
  ledger: Ledger,
): Promise<readonly Ingested[]> {
  const own = ownAddresses(run.mailbox);
  const arrivals = messages.map((message) => arrivalOf(message, readContent(message), own));
  const addresses = [...new Set(arrivals.flatMap(({ counterparts }) => counterparts))];
  const contacts = await run.deps.store.findContacts(locationIds, addresses);
  return arrivals.map((arrival): Ingested => {
    const before = ledger.get(arrival.gmailId);
    const hidden = skipReasonOf(arrival.labels);
    if (hidden) return { type: 'skip', before, gmailId: arrival.gmailId, reason: hidden };
    const destinations = matchContacts(arrival, contacts);
    return destinations.length > 0
      ? { type: 'store', before, arrival, destinations }
      : { type: 'skip', before, gmailId: arrival.gmailId, reason: 'no-contact' };
  });
}

function awaitsAnotherStrike(item: Ingested): boolean {
  return item.type === 'strike' && !isLastStrike(item.before);
}

function windowsOf(plan: readonly Fetch[]): readonly (readonly Fetch[])[] {
  return chunksBySize(plan, { count: Number.POSITIVE_INFINITY, bytes: WINDOW }, (fetch) =>
    fetch.type === 'thread' ? fetch.ids.length : 1,
  );
}

function sizeOf(item: Ingested): number {
  if (item.type !== 'store') return OVERHEAD_BYTES;
  const { body, envelope, attachments } = item.arrival.content;
  const text = [body.text, body.html ?? '', JSON.stringify(envelope), JSON.stringify(attachments)];
  const bytes = text.reduce((sum, part) => sum + Buffer.byteLength(part), OVERHEAD_BYTES);
  return bytes * item.destinations.length;
}
