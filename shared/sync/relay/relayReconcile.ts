import { OutboxEntryId } from '../../domain/ids.ts';
import type { ClaimedEntry, OutboxEntry } from '../../domain/outbox/outbox.ts';
import { SyncError } from '../../domain/syncError.ts';
import { GhlFailure, type RelayRun } from './relayRun.ts';

/** Emails that are looked at. Nothing of ours comes after the one looked for: its contact's later ones wait. */
const MOST_LOOKED_AT = 200;

type Found = { readonly ghlEmailId: string } | 'absent' | 'tooMany';

/** GHL's id of the email that the entry was logged as; `tooMany` where that cannot be told. */
export async function findLogged(run: RelayRun, entry: ClaimedEntry): Promise<Found> {
  const { ghlConversationId } = entry.claim;
  const left = { looks: MOST_LOOKED_AT };
  let after: string | undefined;
  do {
    const page = await unlessGone(() =>
      run.call((ghl) => ghl.listEmails({ ghlConversationId, ...(after !== undefined && { after }) })),
    );
    for (const thread of page?.threads ?? []) {
      const found = await lookThrough(run, entry, thread, left);
      if (found) return found;
    }
    after = page?.next;
  } while (after !== undefined);
  return 'absent';
}

/**
 * Looks through a thread, its last email first, as far as one that was logged before the claim: ours would stand before
 * it. Where all of the thread is older, so are all that follow.
 */
async function lookThrough(
  run: RelayRun,
  entry: ClaimedEntry,
  thread: readonly string[],
  left: { looks: number },
): Promise<Found | undefined> {
  let isOurs = true;
  for (const ghlEmailId of thread) {
    if (left.looks === 0) return 'tooMany';
    left.looks -= 1;
    const altId = await unlessGone(() => run.call((ghl) => ghl.altIdOf(ghlEmailId)));
    if (altId === entry.entryId) return { ghlEmailId };
    const other = await entryOf(run, altId);
    if (other?.state === 'done' && other.doneAt <= entry.claim.at) {
      const last = await run.deps.outbox.lastLogged(other);
      return isOurs && last && last.sentAt < entry.sentAt ? 'absent' : undefined;
    }
    isOurs &&= other !== undefined;
  }
  return undefined;
}

async function entryOf(run: RelayRun, altId: string | undefined): Promise<OutboxEntry | undefined> {
  const isOurs = altId !== undefined && /^[\w-]{27}$/.test(altId);
  return isOurs ? run.deps.outbox.readEntry(OutboxEntryId(altId)) : undefined;
}

/** What is no longer there holds nothing. */
async function unlessGone<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GhlFailure && SyncError.is(error.error, 'ghlGone')) return undefined;
    throw error;
  }
}
