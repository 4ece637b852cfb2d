import pLimit from 'p-limit';
import type { ContactId } from '../../domain/ids.ts';
import type { OpenEntry } from '../../domain/outbox/outbox.ts';
import type { EntryPlace } from '../../ports/stores/outboxStore.ts';
import type { Seen } from '../../ports/stores/seen.ts';
import { relayEntry } from './relayEntry.ts';
import type { Recipients } from './relayRecipients.ts';
import { Halted, type RelayRun } from './relayRun.ts';

const PAGE = 200;

/** Contacts whose entries are logged side by side. */
const LANES = 8;

/** A contact's entries, oldest mail first: each waits for the one before. */
type Lane = readonly [Seen<OpenEntry>, ...Seen<OpenEntry>[]];

/** Contacts whose next entry cannot be logged now, and from when on it may. */
type Blocked = Map<ContactId, Date>;

/**
 * Takes every entry of the location as far as it goes now. @returns when the first of those that are left is worth
 * another look
 */
export async function relayLanes(run: RelayRun, recipients: Recipients): Promise<Date | undefined> {
  const blocked: Blocked = new Map();
  let after: EntryPlace | undefined;
  for (;;) {
    const page = await run.deps.outbox.openEntries(run.locationId, { limit: PAGE, ...(after && { after }) });
    const { items, next } = page;
    await drain(run, recipients, lanesOf(items, blocked), blocked);
    if (run.halt || next === null) return earliest(blocked);
    // What is logged leaves the listing: it begins again behind what stays at its head.
    const firstGone = items.findIndex(({ document }) => !blocked.has(document.contactId));
    after = firstGone < 0 ? next : (items[firstGone - 1]?.document ?? after);
  }
}

/** Those that were tried least recently come first: where GHL is only felt out, a broken entry must not always be it. */
function lanesOf(page: readonly Seen<OpenEntry>[], blocked: Blocked): readonly Lane[] {
  const lanes = new Map<ContactId, [Seen<OpenEntry>, ...Seen<OpenEntry>[]]>();
  for (const seen of page) {
    const { contactId } = seen.document;
    if (blocked.has(contactId)) continue;
    const lane = lanes.get(contactId);
    if (lane) lane.push(seen);
    else lanes.set(contactId, [seen]);
  }
  const due = ([{ document }]: Lane) => document.nextAttemptAt.getTime();
  return [...lanes.values()].sort((a, b) => due(a) - due(b));
}

async function drain(run: RelayRun, recipients: Recipients, lanes: readonly Lane[], blocked: Blocked) {
  const limit = pLimit(LANES);
  let probed = 0;
  const runOne = (lane: Lane) => runLane(run, recipients, lane, blocked);
  for (const lane of lanes) {
    if (!run.isProbing || run.halt) break;
    await runOne(lane);
    probed += 1;
  }
  const results = await Promise.allSettled(lanes.slice(probed).map((lane) => limit(runOne, lane)));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** What fails here is no entry's fault, and ends the run; what others have under way ends before. */
async function runLane(run: RelayRun, recipients: Recipients, lane: Lane, blocked: Blocked): Promise<void> {
  try {
    for (const seen of lane) {
      const until = await relayEntry(run, recipients, seen);
      if (!until) continue;
      blocked.set(seen.document.contactId, until);
      return;
    }
  } catch (error) {
    if (error instanceof Halted) return;
    run.halt ??= { reason: 'failed' };
    throw error;
  }
}

const earliest = (blocked: Blocked): Date | undefined =>
  [...blocked.values()].reduce<Date | undefined>(
    (first, until) => (first && first < until ? first : until),
    undefined,
  );
