import type { GmailMessageId, GmailThreadId, MailboxId, SendId } from '../ids.ts';

/**
 * How far the sending of one mail is, from the moment when Gmail may have it; never what is in it. Gmail has no
 * idempotency key: a mail is sent by whoever holds the claim, and by the next one only once Gmail has been looked
 * through, and no request can be under way any more.
 */
export type Send = {
  readonly sendId: SendId;
  readonly mailboxId: MailboxId;
  /** The hash of what was asked for. */
  readonly content: string;
  /** The record may be deleted from this time on; a repeat after that is a mail of its own. */
  readonly expireAt: Date;
} & (
  | Pending
  | { readonly state: 'sent'; readonly gmailId: GmailMessageId; readonly threadId: GmailThreadId }
);

interface Pending {
  /** `claimed`: somebody sends it now. `uncertain`: Gmail did not say whether it was sent. */
  readonly state: 'claimed' | 'uncertain';
  readonly holder: string;
  /** Nobody else sends it before. */
  readonly until: Date;
}

/** Within it the holder begins to send, or leaves it: a process that was asleep must not send behind another's back. */
export const BEGIN_WITHIN_MS = 20_000;

/** No send takes longer: the Gmail port has given it up by then, whatever it was waiting for. */
const CALL_MS = 60_000;

/** After a failure: Gmail's search can lag behind its sending, and the request may still be on its way. */
export const SETTLING_MS = 60_000;

const CLAIM_MS = BEGIN_WITHIN_MS + CALL_MS + SETTLING_MS;
const KEPT_MS = 30 * 24 * 60 * 60_000;

export type SendDecision =
  | { readonly step: 'send' }
  | { readonly step: 'inProgress'; readonly until: Date }
  /** Before it is repeated it has to be looked for; and repeated only if `mayRepeat`. */
  | { readonly step: 'lookUp'; readonly mayRepeat: boolean; readonly until: Date }
  | { readonly step: 'sent'; readonly gmailId: GmailMessageId; readonly threadId: GmailThreadId }
  | { readonly step: 'otherContent' };

/** What has to be done so that the mail has been sent once, given how far it is. */
export function decideSend(send: Send | undefined, asked: { content: string; now: Date }): SendDecision {
  if (!send) return { step: 'send' };
  if (send.content !== asked.content) return { step: 'otherContent' };
  if (send.state === 'sent') return { step: 'sent', gmailId: send.gmailId, threadId: send.threadId };
  const { state, until } = send;
  const isOver = until <= asked.now;
  if (state === 'claimed' && !isOver) return { step: 'inProgress', until };
  return { step: 'lookUp', mayRepeat: isOver, until };
}

/** How a send changes: a pure step that a transaction carries out on it as it is stored then. */
export type ChangeSend = (send: Send | undefined) => Send | undefined;

type Asked = Pick<Send, 'sendId' | 'mailboxId' | 'content'>;

/**
 * Takes the sending, if it still is as it was when that was decided: of two who come at once, one gets it. Carried out
 * once more it changes nothing.
 */
export const claim =
  (asked: Asked, by: { holder: string; seen: Send | undefined; now: Date }): ChangeSend =>
  (send) => {
    if (!isSame(send, by.seen)) return send;
    const until = new Date(by.now.getTime() + CLAIM_MS);
    return { ...asked, expireAt: expiry(by.now), state: 'claimed', holder: by.holder, until };
  };

export const isClaimedBy = (send: Send | undefined, holder: string): boolean =>
  send?.state === 'claimed' && send.holder === holder;

/** Gmail has refused it for certain: the next one with this requestId is sent, corrected or not. */
export const release =
  (holder: string): ChangeSend =>
  (send) =>
    isClaimedBy(send, holder) ? undefined : send;

/** Gmail has not said whether it was sent: for a while, nobody sends it. */
export const doubt =
  (holder: string, failedAt: Date): ChangeSend =>
  (send) =>
    send?.state === 'claimed' && send.holder === holder
      ? { ...send, state: 'uncertain', until: settledAt(failedAt) }
      : send;

/** From when on Gmail can be trusted not to have a mail that it does not find. */
export const settledAt = (failedAt: Date): Date => new Date(failedAt.getTime() + SETTLING_MS);

/** It is in Gmail, whoever sent it. */
export const recordSent =
  (
    asked: Asked,
    { gmailId, threadId }: { gmailId: GmailMessageId; threadId: GmailThreadId },
    now: Date,
  ): ChangeSend =>
  (send) =>
    send?.state === 'sent' ? send : { ...asked, expireAt: expiry(now), state: 'sent', gmailId, threadId };

function isSame(a: Send | undefined, b: Send | undefined): boolean {
  if (!a || !b) return a === b;
  if (a.state === 'sent' || b.state === 'sent') return false;
  return a.state === b.state && a.holder === b.holder && a.until.getTime() === b.until.getTime();
}

const expiry = (now: Date): Date => new Date(now.getTime() + KEPT_MS);
