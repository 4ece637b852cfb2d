import { BEGIN_WITHIN_MS } from '../../domain/outgoing/send.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { SendDeps, SentMail } from './sendDeps.ts';
import type { Draft } from './sendDraft.ts';

export type Posted =
  | { readonly outcome: 'sent'; readonly ref: Pick<SentMail, 'gmailId' | 'threadId'> }
  /** For certain. */
  | { readonly outcome: 'notSent'; readonly error: SyncError }
  | { readonly outcome: 'uncertain'; readonly error: unknown };

/** Gives the mail to Gmail, as the holder of its claim. */
export async function postMail(deps: SendDeps, claimed: { draft: Draft; claimedAt: Date }): Promise<Posted> {
  try {
    const { id: gmailId, threadId } = await post(deps, claimed);
    return { outcome: 'sent', ref: { gmailId, threadId } };
  } catch (error) {
    return isRefusal(error) ? { outcome: 'notSent', error } : { outcome: 'uncertain', error };
  }
}

/** A thread that is gone is no reason not to send: the mail's own headers still say what it answers. */
async function post(deps: SendDeps, { draft, claimedAt }: { draft: Draft; claimedAt: Date }) {
  const { gmail, raw, threadId } = draft;
  const beInTime = () => {
    if (deps.clock.now().getTime() - claimedAt.getTime() >= BEGIN_WITHIN_MS)
      throw new SyncError('unavailable', 'send.begin');
  };
  beInTime();
  try {
    return await gmail.sendMessage({ raw, ...(threadId !== undefined && { threadId }) });
  } catch (error) {
    if (threadId === undefined || !SyncError.is(error, 'messageGone')) throw error;
  }
  beInTime();
  return gmail.sendMessage({ raw });
}

/**
 * Whether Gmail has the mail for certain not: it said no, or was never asked. An answer that cannot be read, or none at
 * all, is no such answer, unless it was another call's, such as the renewal of the token before it.
 */
function isRefusal(error: unknown): error is SyncError {
  if (!(error instanceof SyncError)) return false;
  const isUnclear = error.code === 'unavailable' || error.code === 'malformedAnswer';
  return !(isUnclear && error.operation === 'gmail.messages.send');
}
