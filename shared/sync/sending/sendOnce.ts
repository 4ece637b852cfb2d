import {
  claim,
  decideSend,
  doubt,
  isClaimedBy,
  recordSent,
  release,
  type Send,
  type SendDecision,
  settledAt,
} from '../../domain/outgoing/send.ts';
import { beingSent, otherMail, refusalOf, uncertain } from '../../domain/outgoing/sendRefusal.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { NotSent, SendDeps, SendOrder, SentMail } from './sendDeps.ts';
import { type Draft, drawUp } from './sendDraft.ts';
import { lookForSent, lookUpSent } from './sendLookUp.ts';
import { postMail } from './sendPost.ts';

/**
 * Sees to it that the mail has been sent once. A mail that may be in Gmail is looked for before it is sent again, and
 * sent again only by whoever gets the claim after it.
 */
export async function sendOnce(deps: SendDeps, order: SendOrder): Promise<SentMail | NotSent> {
  const seen = await deps.sends.readSend(order.asked.sendId);
  const decision = decideSend(seen, { content: order.asked.content, now: deps.clock.now() });
  switch (decision.step) {
    case 'send':
      return claimAndSend(deps, order, seen);
    case 'lookUp':
      return lookUpAndSend(deps, order, { seen, decision });
    case 'sent':
    case 'inProgress':
    case 'otherContent':
      return told(deps, decision);
    default:
      return decision satisfies never;
  }
}

/** What is known without Gmail. */
function told(
  { clock }: SendDeps,
  decision: Extract<SendDecision, { step: 'sent' | 'inProgress' | 'otherContent' }>,
): SentMail | NotSent {
  switch (decision.step) {
    case 'sent':
      return { outcome: 'sent', gmailId: decision.gmailId, threadId: decision.threadId, isNew: false };
    case 'inProgress':
      return beingSent(decision.until, clock.now());
    case 'otherContent':
      return otherMail();
    default:
      return decision satisfies never;
  }
}

async function lookUpAndSend(
  deps: SendDeps,
  order: SendOrder,
  { seen, decision }: { seen: Send | undefined; decision: Extract<SendDecision, { step: 'lookUp' }> },
): Promise<SentMail | NotSent> {
  try {
    const found = await lookUpSent(deps, order);
    if (found) return sent(deps, order, { ...found, isNew: false });
  } catch (error) {
    // What cannot be looked for must not be sent again.
    if (!(error instanceof SyncError)) throw error;
    return uncertain(later(decision.until, deps), deps.clock.now(), error.code);
  }
  return decision.mayRepeat ? claimAndSend(deps, order, seen) : uncertain(decision.until, deps.clock.now());
}

/** A repeat that could not look for it need not hurry. */
const later = (until: Date, { clock }: SendDeps): Date =>
  new Date(Math.max(until.getTime(), clock.now().getTime() + 10_000));

/** All that can be refused is refused before the claim, so that nobody waits for what was never sent. */
async function claimAndSend(
  deps: SendDeps,
  order: SendOrder,
  seen: Send | undefined,
): Promise<SentMail | NotSent> {
  const draft = await drawUp(deps, order);
  if ('outcome' in draft) return draft;
  const { asked } = order;
  const holder = deps.random.id();
  const claimedAt = deps.clock.now();
  const send = await deps.sends.changeSend(asked.sendId, claim(asked, { holder, seen, now: claimedAt }));
  if (!isClaimedBy(send, holder)) return lostTo(deps, order, send);
  return transmit(deps, order, { draft, holder, claimedAt });
}

/** Somebody else was faster since it was decided: this one need not look for it, they do. */
function lostTo(deps: SendDeps, { asked }: SendOrder, send: Send | undefined): SentMail | NotSent {
  const now = deps.clock.now();
  const decision = decideSend(send, { content: asked.content, now });
  if (decision.step === 'send') return beingSent(now, now);
  return decision.step === 'lookUp' ? uncertain(decision.until, now) : told(deps, decision);
}

async function transmit(
  deps: SendDeps,
  order: SendOrder,
  claimed: { draft: Draft; holder: string; claimedAt: Date },
): Promise<SentMail | NotSent> {
  const posted = await postMail(deps, claimed);
  switch (posted.outcome) {
    case 'sent':
      return sent(deps, order, { ...posted.ref, isNew: true });
    case 'notSent':
      await recording(deps, order, () => deps.sends.changeSend(order.asked.sendId, release(claimed.holder)));
      return refusalOf(posted.error, deps.clock.now());
    case 'uncertain':
      return afterDoubt(deps, order, claimed.holder, posted.error);
    default:
      return posted satisfies never;
  }
}

async function afterDoubt(
  deps: SendDeps,
  order: SendOrder,
  holder: string,
  error: unknown,
): Promise<SentMail | NotSent> {
  const { sendId, mailboxId } = order.asked;
  const failedAt = deps.clock.now();
  deps.log.event('sendUncertain', { mailboxId, sendId, error });
  const found = await lookForSent(deps, order);
  if (found) return sent(deps, order, { ...found, isNew: true });
  await recording(deps, order, () => deps.sends.changeSend(sendId, doubt(holder, failedAt)));
  return uncertain(settledAt(failedAt), deps.clock.now());
}

/** It is sent: whatever fails from here on, the agent is told so. */
async function sent(deps: SendDeps, order: SendOrder, mail: Omit<SentMail, 'outcome'>): Promise<SentMail> {
  const { asked } = order;
  const { gmailId } = mail;
  deps.log.event('messageSent', { mailboxId: asked.mailboxId, sendId: asked.sendId, gmailId });
  const record = recordSent(asked, mail, deps.clock.now());
  await recording(deps, order, () => deps.sends.changeSend(asked.sendId, record), gmailId);
  return { outcome: 'sent', ...mail };
}

/** What is not recorded now is found out by the next one who asks. */
async function recording(
  deps: SendDeps,
  { asked: { sendId, mailboxId } }: SendOrder,
  record: () => Promise<unknown>,
  gmailId?: SentMail['gmailId'],
): Promise<void> {
  try {
    await record();
  } catch (error) {
    deps.log.event('sendUnrecorded', { mailboxId, sendId, gmailId, operation: 'changeSend', error });
  }
}
