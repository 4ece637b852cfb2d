import { areSameLabels, type NetEffect, untouched } from '../domain/foldHistory.ts';
import type { GmailMessageId } from '../domain/ids.ts';
import type { StoredCopy } from '../domain/storedCopy.ts';
import { SyncError } from '../domain/syncError.ts';
import type { Gmail, MessageListPage } from '../ports/gmail.ts';
import { inParallel } from './inParallel.ts';
import type { SyncRun } from './syncRun.ts';
import { unlessGone } from './unlessGone.ts';

/** Copies that are brought up to date together: at 3,000 units at the most, half of a minute's quota. */
const WINDOW = 100;

/** By how much a listing reaches beyond the copies it is made for; Gmail's search knows whole seconds. */
const MARGIN_SECONDS = 60;

/** How often a copy that Gmail does not know is asked for again, by what a listing says of it. */
const LOOKS_MS = {
  /** The listing is the second witness. */
  notShown: [],
  /** One of the two is wrong for a moment. */
  shown: [400, 1_000, 2_000],
  noListing: [2_000],
} as const;

/** The labels that a copy has now; null where Gmail no longer has it. */
type LabelsNow = ReadonlyMap<GmailMessageId, readonly string[] | null>;

export interface Reconciled {
  readonly effects: readonly NetEffect[];
  /** Copies looked at. */
  readonly size: number;
  readonly nextPageToken: string | null;
}

/**
 * Compares one window of the mailbox's stored copies with Gmail, newest first from where the mailbox's progress says,
 * and tells what has to change. No message is fetched.
 * @param since where it ends; null for all copies
 */
export async function reconcileCopies(run: SyncRun, gmail: Gmail, since: Date | null): Promise<Reconciled> {
  const { mailboxId, progress } = run.mailbox;
  const pageToken = progress?.pageToken ?? null;
  const page = await run.deps.store.copiesOf(mailboxId, { limit: WINDOW, pageToken });
  const copies = page.copies.filter(({ receivedAt }) => !since || receivedAt >= since);
  // Older ones follow, and nothing else. A page may be without copies: of all that is in it, the last was deleted.
  const nextPageToken = copies.length === page.copies.length ? page.nextPageToken : null;
  const now = copies.length > 0 ? await labelsNow(run, gmail, copies) : new Map();
  return { effects: copies.flatMap((copy) => changeOf(copy, now)), size: copies.length, nextPageToken };
}

function changeOf({ gmailId, threadId, labels }: StoredCopy, now: LabelsNow): readonly NetEffect[] {
  const current = now.get(gmailId);
  if (current === undefined) return [];
  const effect = untouched({ id: gmailId, threadId });
  if (current === null) return [{ ...effect, effect: 'deleted' }];
  const isCurrent = labels.every((stored) => areSameLabels(stored, current));
  return isCurrent ? [] : [{ ...effect, labels: current }];
}

/**
 * Asks Gmail in the cheaper of two ways: what has which label, by a listing a label of the time from which the copies
 * are, as long as that costs less than half of asking for each copy alone. Deleted is what no listing shows and what is not known when it is asked for, because a
 * search can lag and a single answer can be wrong.
 */
export async function labelsNow(
  run: SyncRun,
  gmail: Gmail,
  copies: readonly StoredCopy[],
): Promise<LabelsNow> {
  const { units } = run.deps.settings;
  const askingEach = copies.length * units['messages.get'];
  const period = new Period(gmail, copies, Math.floor(askingEach / 2 / units['messages.list']));
  const shown = await period.list();
  const labelled = shown && (await listByLabel(gmail, period, shown));
  const unknown = copies.filter(({ gmailId }) => !labelled?.has(gmailId));
  const asked = await inParallel(unknown, async ({ gmailId }, failed) => {
    const delays = LOOKS_MS[!shown ? 'noListing' : shown.has(gmailId) ? 'shown' : 'notShown'];
    const labels = await unlessGone({ clock: run.deps.clock, failed, delays }, () =>
      gmail.getLabels(gmailId),
    );
    return [gmailId, labels ?? null] as const;
  });
  const certain = asked.filter(([gmailId, labels]) => labels !== null || !shown?.has(gmailId));
  return new Map([...(labelled ?? []), ...certain]);
}

/** The labels of what is shown; undefined where listing them would be the dearer way. */
async function listByLabel(
  gmail: Gmail,
  period: Period,
  shown: ReadonlySet<GmailMessageId>,
): Promise<ReadonlyMap<GmailMessageId, readonly string[]> | undefined> {
  const labelIds = await gmail.listLabels();
  if (!period.affords(labelIds.length)) return undefined;
  const listed = await inParallel(labelIds, (labelId) => period.list(labelId));
  const labels = new Map<GmailMessageId, string[]>([...shown].map((id) => [id, []]));
  for (const [index, labelId] of labelIds.entries()) {
    const found = listed[index];
    if (!found) return undefined;
    for (const id of found) labels.get(id)?.push(labelId);
  }
  return labels;
}

/** All mail of the time from which the copies are, spam and trash included, as long as listing it is affordable. */
class Period {
  readonly #gmail: Gmail;
  readonly #query: string;
  readonly #wanted: ReadonlySet<GmailMessageId>;
  #callsLeft: number;

  constructor(gmail: Gmail, copies: readonly StoredCopy[], affordableCalls: number) {
    this.#gmail = gmail;
    this.#query = periodOf(copies);
    this.#wanted = new Set(copies.map(({ gmailId }) => gmailId));
    this.#callsLeft = affordableCalls;
  }

  affords(calls: number): boolean {
    return calls <= this.#callsLeft;
  }

  /** Which of the copies it holds, or has with this label; undefined where that would take too many calls. */
  async list(labelId?: string): Promise<ReadonlySet<GmailMessageId> | undefined> {
    const found = new Set<GmailMessageId>();
    let pageToken: string | undefined;
    do {
      if (!this.affords(1)) return undefined;
      this.#callsLeft -= 1;
      const page = await this.#page(labelId, pageToken);
      for (const { id } of page.messages) if (this.#wanted.has(id)) found.add(id);
      pageToken = page.nextPageToken;
    } while (pageToken);
    return found;
  }

  /** A label that the person has removed since it was named has no messages. */
  async #page(labelId: string | undefined, pageToken: string | undefined): Promise<MessageListPage> {
    const search = { query: this.#query, maxResults: 500, everywhere: true };
    try {
      return await this.#gmail.listMessages({
        ...search,
        ...(labelId && { labelId }),
        ...(pageToken && { pageToken }),
      });
    } catch (error) {
      if (labelId === undefined || !SyncError.is(error, 'invalidRequest')) throw error;
      return { messages: [], estimate: 0 };
    }
  }
}

/** The search for all mail of the time from which the copies are. */
function periodOf(copies: readonly StoredCopy[]): string {
  const times = copies.map(({ receivedAt }) => Math.floor(receivedAt.getTime() / 1_000));
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  return `after:${first - MARGIN_SECONDS} before:${last + MARGIN_SECONDS}`;
}
