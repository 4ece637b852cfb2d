import { readEnvelope } from '../../domain/content/envelope.ts';
import { fingerprintOf } from '../../domain/fingerprint.ts';
import { foldHistory } from '../../domain/foldHistory.ts';
import type { GmailMessage } from '../../domain/gmail.ts';
import { HistoryId } from '../../domain/historyId.ts';
import type { GmailMessageId, GmailThreadId } from '../../domain/ids.ts';
import { deltaCursorOf } from '../../domain/mailbox.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Gmail } from '../../ports/gmail.ts';
import { inParallel } from '../inParallel.ts';
import { readDelta } from '../readDelta.ts';
import type { SyncRun } from '../syncRun.ts';
import { unlessGone } from '../unlessGone.ts';

/** One 404 is no proof, and a listing can be late. */
const GONE_RETRIES_MS = [400, 1_000, 2_000];

/** A mail as Gmail has it at this moment. */
export interface SeenMail {
  readonly id: GmailMessageId;
  readonly threadId: GmailThreadId;
  readonly labels: readonly string[];
  readonly receivedAt: Date;
  readonly fingerprint: string;
}

/** null where Gmail no longer has it. What is not in it is not certain: the next delta, or the next audit, will tell. */
export type Confirmed = ReadonlyMap<GmailMessageId, SeenMail | null>;

/**
 * Looks at each mail that seems to be unlike what is stored of it. Only what the mailbox's cursor has passed counts: a
 * mail that has changed since then is on its way here with its history, and no finding.
 */
export async function confirmSuspects(
  run: SyncRun,
  gmail: Gmail,
  ids: readonly GmailMessageId[],
): Promise<Confirmed> {
  const cursor = deltaCursorOf(run.mailbox);
  if (cursor === null || ids.length === 0) return new Map();
  const looks = await inParallel(ids, async (id, failed) => ({
    id,
    seen: await look(run, gmail, id, failed),
  }));
  const gone = looks.flatMap(({ id, seen }) => (seen === 'gone' ? id : []));
  const past = gone.length > 0 ? await deletionsPassed(gmail, cursor, gone) : [];
  const confirmed = new Map<GmailMessageId, SeenMail | null>(past.map((id) => [id, null]));
  for (const { seen } of looks) {
    if (typeof seen === 'object' && !HistoryId.isAbove(seen.historyId, cursor)) confirmed.set(seen.id, seen);
  }
  return confirmed;
}

type Look = (SeenMail & { readonly historyId: HistoryId }) | 'gone' | 'unreadable';

/** Without the mail's words: a page of suspects must not fill the memory. */
async function look(run: SyncRun, gmail: Gmail, id: GmailMessageId, failed: AbortSignal): Promise<Look> {
  try {
    const message = await unlessGone({ clock: run.deps.clock, failed, delays: GONE_RETRIES_MS }, () =>
      gmail.getMessage(id),
    );
    return message ? seenOf(message) : 'gone';
  } catch (error) {
    if (SyncError.is(error, 'malformedAnswer')) return 'unreadable';
    throw error;
  }
}

function seenOf({ id, threadId, labelIds, internalDate, historyId, payload }: GmailMessage): Look {
  const fingerprint = fingerprintOf(readEnvelope(payload.headers));
  return { id, threadId, labels: labelIds, receivedAt: internalDate, historyId, fingerprint };
}

/**
 * Those of the mails that were gone when the cursor passed: their deletion is not among the history that is still to
 * be read. Where history does not reach to this moment, nothing is certain.
 */
async function deletionsPassed(
  gmail: Gmail,
  cursor: HistoryId,
  gone: readonly GmailMessageId[],
): Promise<readonly GmailMessageId[]> {
  const { historyId: current } = await gmail.getProfile();
  try {
    const { records, historyId, nextPageToken } = await readDelta(gmail, cursor, null);
    if (nextPageToken !== undefined || HistoryId.isAbove(current, historyId)) return [];
    const changed = new Set(foldHistory(records).map(({ id }) => id));
    return gone.filter((id) => !changed.has(id));
  } catch (error) {
    if (SyncError.is(error, 'historyExpired')) return [];
    throw error;
  }
}
