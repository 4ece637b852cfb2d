import type { NetEffect } from '../domain/foldHistory.ts';
import type { GmailMessageId } from '../domain/ids.ts';
import type { StoredCopy } from '../domain/storedCopy.ts';
import { SyncError } from '../domain/syncError.ts';
import type { Gmail } from '../ports.ts';
import { inParallel } from './inParallel.ts';
import type { SyncRun } from './syncRun.ts';

/** Copies that are brought up to date together: what that costs stays well below a minute's quota. */
const WINDOW = 100;

/** By how much a listing reaches beyond the copies it is made for; Gmail's search knows whole seconds. */
const MARGIN_SECONDS = 60;

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
 */
export async function reconcileCopies(run: SyncRun, gmail: Gmail): Promise<Reconciled> {
  const { mailboxId, progress } = run.mailbox;
  const pageToken = progress?.pageToken ?? null;
  const { copies, nextPageToken } = await run.deps.store.copiesOf(mailboxId, { limit: WINDOW, pageToken });
  const now = copies.length > 0 ? await labelsNow(run, gmail, copies) : new Map();
  return { effects: copies.flatMap((copy) => changeOf(copy, now)), size: copies.length, nextPageToken };
}

function changeOf({ gmailId, threadId, labels }: StoredCopy, now: LabelsNow): readonly NetEffect[] {
  const current = now.get(gmailId);
  if (current === undefined) return [];
  const base = { id: gmailId, threadId, labelsAdded: [], labelsRemoved: [] };
  if (current === null) return [{ ...base, effect: 'deleted', labels: undefined }];
  const isCurrent = labels.every((stored) => isSameSet(stored, current));
  return isCurrent ? [] : [{ ...base, effect: 'relabelled', labels: current }];
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((label) => b.includes(label));
}

/**
 * Asks Gmail in the cheaper of two ways: what has which label, by a listing a label of the time from which the copies
 * are; or each copy alone. What no listing shows is asked for before it is taken for deleted.
 */
async function labelsNow(run: SyncRun, gmail: Gmail, copies: readonly StoredCopy[]): Promise<LabelsNow> {
  const { units } = run.deps.settings;
  const affordable = Math.floor((copies.length * units['messages.get']) / units['messages.list']);
  const labelIds = await gmail.listLabels();
  const listed = await listByLabel(gmail, copies, { labelIds, affordable });
  const missing = copies.filter(({ gmailId }) => !listed?.has(gmailId));
  const asked = await inParallel(
    missing,
    async ({ gmailId }) => [gmailId, await askFor(gmail, gmailId)] as const,
  );
  return new Map([...(listed ?? []), ...asked]);
}

async function askFor(gmail: Gmail, id: GmailMessageId): Promise<readonly string[] | null> {
  try {
    return await gmail.getLabels(id);
  } catch (error) {
    if (SyncError.is(error, 'messageGone')) return null;
    throw error;
  }
}

/** Undefined where it would take more than the `affordable` calls. */
async function listByLabel(
  gmail: Gmail,
  copies: readonly StoredCopy[],
  { labelIds, affordable }: { labelIds: readonly string[]; affordable: number },
): Promise<ReadonlyMap<GmailMessageId, readonly string[]> | undefined> {
  const wanted = new Set(copies.map(({ gmailId }) => gmailId));
  const query = periodOf(copies);
  let calls = 0;
  const list = async (labelId?: string): Promise<readonly GmailMessageId[]> => {
    const found: GmailMessageId[] = [];
    let pageToken: string | undefined;
    do {
      calls += 1;
      if (calls > affordable) break;
      const page = await gmail.listMessages({
        query,
        maxResults: 500,
        everywhere: true,
        ...(labelId && { labelId }),
        ...(pageToken && { pageToken }),
      });
      found.push(...page.messages.map(({ id }) => id).filter((id) => wanted.has(id)));
      pageToken = page.nextPageToken;
    } while (pageToken);
    return found;
  };
  if (labelIds.length + 1 > affordable) return undefined;
  const [all = [], ...byLabel] = await inParallel([undefined, ...labelIds], unlessRemoved(list));
  if (calls > affordable) return undefined;
  const labels = new Map<GmailMessageId, string[]>(all.map((id) => [id, []]));
  for (const [index, labelId] of labelIds.entries()) {
    for (const id of byLabel[index] ?? []) labels.get(id)?.push(labelId);
  }
  return labels;
}

/** A label that the person has removed since it was named has no messages. */
function unlessRemoved<Found>(list: (labelId?: string) => Promise<readonly Found[]>) {
  return async (labelId: string | undefined): Promise<readonly Found[]> => {
    try {
      return await list(labelId);
    } catch (error) {
      if (labelId === undefined || !SyncError.is(error, 'invalidRequest')) throw error;
      return [];
    }
  };
}

/** The search for all mail of the time from which the copies are. */
function periodOf(copies: readonly StoredCopy[]): string {
  const times = copies.map(({ receivedAt }) => Math.floor(receivedAt.getTime() / 1_000));
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  return `after:${first - MARGIN_SECONDS} before:${last + MARGIN_SECONDS}`;
}
