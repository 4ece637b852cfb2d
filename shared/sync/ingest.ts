import { type Arrival, arrivalOf, decideArrival, withLogging } from '../domain/arrival.ts';
import { chunksBySize } from '../domain/chunks.ts';
import { readContent } from '../domain/content/readContent.ts';
import type { NetEffect } from '../domain/foldHistory.ts';
import type { GmailMessage } from '../domain/gmail.ts';
import type { GmailMessageId, LocationId } from '../domain/ids.ts';
import { type Ledger, skipReasonOf } from '../domain/ledger.ts';
import { ownAddresses, reachOf, type Settle } from '../domain/mailbox.ts';
import type { Ingested } from '../domain/planCommit.ts';
import { type Fetch, planFetch } from '../domain/planFetch.ts';
import { type IngestPlan, planIngest } from '../domain/planIngest.ts';
import type { GmailUnits } from '../domain/quota/gmailUnits.ts';
import { SyncError, type SyncErrorCode } from '../domain/syncError.ts';
import { commitIngested } from './commitIngested.ts';
import { fetchMessages } from './fetchMessages.ts';
import type { ReservingGmail } from './pacing/pacedGmail.ts';
import type { SyncRun } from './syncRun.ts';

/** Messages held in memory at a time. */
const WINDOW = 50;

/**
 * Whether the work is done, was left where the next run goes on (`outOfTime`), or where this one does once it has seen
 * to what was notified meanwhile (`interrupted`), or was left without the lease until there is quota (`putOff`).
 */
export type Progressed = 'done' | 'outOfTime' | 'interrupted' | 'putOff';

export interface IngestOptions {
  /** Carried out with the last write. */
  readonly last: Settle;
  /** Whether it had better stop for a delta. */
  readonly givesWay?: () => boolean;
  /** Told after each window but the last how many messages are done. */
  readonly onWindow?: (done: number) => Promise<void>;
}

/**
 * Takes the net effects of a delta, or of a listing, all the way into the store, window by window. `last` is carried
 * out with the last write: whatever crashes before it is simply done again, and the ledger sees to it that nothing is
 * fetched or stored twice.
 * @throws SyncError where a message could not be read or stored and has not failed for good (malformedAnswer,
 * unreadable, unstorable): everything else is stored then, and `last` is left to the run that gets it or gives it up
 */
export async function ingest(
  run: SyncRun,
  gmail: ReservingGmail,
  effects: readonly NetEffect[],
  { last, givesWay = () => false, onWindow }: IngestOptions,
): Promise<Progressed> {
  const ledger = await run.deps.store.readLedger(
    run.mailbox.mailboxId,
    effects.map(({ id }) => id),
  );
  const { fetch, skipped, changed, asked } = planIngest(effects, ledger);
  const resynced = new Set(effects.filter(({ anew }) => anew).map(({ id }) => id));
  const added = new Set(effects.filter(({ effect }) => effect === 'added').map(({ id }) => id));
  const windows = windowsOf(planFetch(fetch, run.deps.settings.units));
  let pending: readonly Ingested[] = [...skipped, ...(await withinLocations(run, changed))];
  let broken: SyncErrorCode | undefined;
  for (const [index, window] of windows.entries()) {
    pending = [...pending, ...(await decideWindow(run, gmail, window, { ledger, asked, resynced, added }))];
    if (index === windows.length - 1) break;
    broken = (await commitIngested(run, pending)) ?? broken;
    pending = [];
    await onWindow?.(windows.slice(0, index + 1).flatMap(idsOf).length);
    if (run.isOutOfTime) return 'outOfTime';
    if (givesWay()) return 'interrupted';
  }
  broken = (await commitIngested(run, pending, broken ? undefined : last)) ?? broken;
  if (broken)
    throw new SyncError(broken, broken === 'unstorable' ? 'firestore.commit' : 'gmail.messages.get');
  return 'done';
}

/** What has changed, for the messages of the locations that the agent is in now. */
async function withinLocations(run: SyncRun, changed: IngestPlan['changed']): Promise<readonly Ingested[]> {
  if (changed.length === 0) return [];
  const agent = await run.deps.store.readAgent(run.mailbox.uid);
  const locationIds = agent?.locationIds ?? [];
  return changed.map((change) => ({ type: 'change', ...change, locationIds }));
}

/** What was known of these ids before, and which of them somebody has asked for, and not Gmail's history told. */
interface Known {
  readonly ledger: Ledger;
  readonly asked: ReadonlySet<GmailMessageId>;
  /** By operations, all of a time: what is older than the first sync is as little news as a contact's history. */
  readonly resynced: ReadonlySet<GmailMessageId>;
  /** Told as new by Gmail's history. */
  readonly added: ReadonlySet<GmailMessageId>;
}

/**
 * Fetches one window's messages and matches them with the contacts of the locations that the agent may see at this
 * moment, and of no others. No transaction is open meanwhile.
 */
async function decideWindow(
  run: SyncRun,
  gmail: ReservingGmail,
  window: readonly Fetch[],
  known: Known,
): Promise<readonly Ingested[]> {
  const { store, clock } = run.deps;
  const { ledger } = known;
  await gmail.reserve(unitsOf(window, run.deps.settings.units));
  const [{ messages, gone, broken }, agent] = await Promise.all([
    fetchMessages(gmail, clock, window),
    store.readAgent(run.mailbox.uid),
  ]);
  const stored = await decideMessages(run, messages, agent?.locationIds ?? [], known);
  const decided = [
    ...stored,
    ...gone.map(
      (gmailId): Ingested => ({ type: 'skip', before: ledger.get(gmailId), gmailId, reason: 'gone' }),
    ),
    ...broken.map(
      ({ id: gmailId, error }): Ingested => ({
        type: 'strike',
        before: ledger.get(gmailId),
        gmailId,
        error: error.code,
      }),
    ),
  ];
  return decided.filter((item) => !unstores(item));
}

/** What is stored stays stored, whatever comes of looking at it once more. */
const unstores = (item: Ingested): boolean =>
  (item.type === 'skip' || item.type === 'strike') && item.before?.state === 'stored';

async function decideMessages(
  run: SyncRun,
  messages: readonly GmailMessage[],
  locationIds: readonly LocationId[],
  { ledger, asked, resynced, added }: Known,
): Promise<readonly Ingested[]> {
  const read = messages.map((message) => readArrival(run, message));
  const arrivals = read.flatMap(({ arrival }) => arrival ?? []);
  const addresses = [...new Set(arrivals.flatMap(({ counterparts }) => counterparts))];
  const contacts = await run.deps.store.findContacts(locationIds, addresses);
  // A stranger's mail costs no read of settings.
  const matched = [...new Set(contacts.map(({ locationId }) => locationId))];
  const locations = matched.length > 0 ? await run.deps.store.readLocations(matched) : [];
  const now = run.deps.clock.now();
  return read.map(({ gmailId, arrival }): Ingested => {
    const before = ledger.get(gmailId);
    if (!arrival) return { type: 'strike', before, gmailId, error: 'unreadable' };
    const hidden = skipReasonOf(arrival.labels);
    if (hidden) return { type: 'skip', before, gmailId, reason: hidden };
    const decision = decideArrival(arrival, contacts, locations);
    // What is stored stays where it is; that it was decided about once more is noted.
    if ('skip' in decision && before?.state === 'stored')
      return { type: 'store', before, arrival, destinations: [] };
    if ('skip' in decision) return { type: 'skip', before, gmailId, reason: decision.skip };
    const isOld = resynced.has(gmailId) && arrival.sentAt < reachOf(run.mailbox);
    const mail = { asked: asked.has(gmailId) || isOld, sentAt: arrival.sentAt };
    const destinations = withLogging(decision.destinations, locations, mail, now);
    return { type: 'store', before, arrival, destinations, isNews: !before && added.has(gmailId) };
  });
}

/** A mail is whatever somebody sent. Should one of them break our reading, it must not break the mailbox's sync. */
function readArrival(
  { mailbox, deps }: SyncRun,
  message: GmailMessage,
): { gmailId: GmailMessageId; arrival?: Arrival } {
  const gmailId = message.id;
  try {
    return { gmailId, arrival: arrivalOf(message, readContent(message), ownAddresses(mailbox)) };
  } catch (error) {
    const { mailboxId } = mailbox;
    deps.log.event('messageUnreadable', { mailboxId, gmailId, error });
    return { gmailId };
  }
}

function windowsOf(plan: readonly Fetch[]): readonly (readonly Fetch[])[] {
  return chunksBySize(
    plan,
    { count: Number.POSITIVE_INFINITY, bytes: WINDOW },
    (fetch) => idsOf([fetch]).length,
  );
}

const unitsOf = (window: readonly Fetch[], units: GmailUnits): number =>
  window.reduce((sum, { type }) => sum + units[type === 'thread' ? 'threads.get' : 'messages.get'], 0);

const idsOf = (window: readonly Fetch[]): readonly GmailMessageId[] =>
  window.flatMap((fetch) => (fetch.type === 'thread' ? fetch.ids : fetch.id));
