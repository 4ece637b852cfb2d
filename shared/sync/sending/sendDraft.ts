import type { GmailThreadId } from '../../domain/ids.ts';
import type { Participant } from '../../domain/message.ts';
import { type AnsweredMessage, threadingOf } from '../../domain/outgoing/reply.ts';
import {
  MAX_MAIL_BYTES,
  notConnected,
  refusalOf,
  tooBig,
  wrongFrom,
} from '../../domain/outgoing/sendRefusal.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Gmail } from '../../ports/gmail.ts';
import { openAnnounced } from '../pacing/openAnnounced.ts';
import type { NotSent, SendDeps, SendOrder } from './sendDeps.ts';

/** A mail that is ready to be sent. */
export interface Draft {
  readonly gmail: Gmail;
  readonly raw: Uint8Array;
  readonly threadId: GmailThreadId | undefined;
}

/** Checks and composes what was asked for; nothing is sent or written. */
export async function drawUp(deps: SendDeps, order: SendOrder): Promise<Draft | NotSent> {
  const { mailbox, input } = order;
  if (mailbox.status !== 'live' && mailbox.status !== 'backfilling') return notConnected(mailbox.status);
  const answered = await readAnswered(deps, order);
  if (answered === 'unknown') return { outcome: 'unknownMessage' };
  try {
    const gmail = await openAnnounced(deps, mailbox);
    const from = await senderOf(gmail, order);
    if ('outcome' in from) return from;
    const { threadId, ...threading } = threadingOf(input.subject, answered, mailbox.mailboxId);
    const { to, cc, bcc, text, html, attachments } = input;
    const raw = await deps.composeMail({
      rfc822MessageId: order.rfc822MessageId,
      date: deps.clock.now(),
      from,
      ...{ to, cc, bcc, text, html, attachments },
      ...threading,
    });
    return raw.byteLength > MAX_MAIL_BYTES ? tooBig(raw.byteLength) : { gmail, raw, threadId };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return refusalOf(error, deps.clock.now());
  }
}

/** One read, whether the message is there or is another location's. */
async function readAnswered(
  deps: SendDeps,
  { agent, input }: SendOrder,
): Promise<AnsweredMessage | undefined | 'unknown'> {
  if (input.replyToMessageId === undefined) return undefined;
  const answered = await deps.sends.readAnswered(input.replyToMessageId);
  return answered && agent.locationIds.includes(answered.locationId) ? answered : 'unknown';
}

/**
 * The sender as Gmail knows them at this moment, with their name: under any other address Gmail would, without a word,
 * send as the mailbox's own. 1 unit.
 */
async function senderOf(gmail: Gmail, { mailbox, input }: SendOrder): Promise<Participant | NotSent> {
  const allowed = await gmail.listSendAs();
  const wanted = input.from ?? mailbox.emailAddress;
  const found = allowed.find(({ address }) => address === wanted);
  if (found) return found;
  return wanted === mailbox.emailAddress
    ? { name: '', address: wanted }
    : wrongFrom(allowed.map(({ address }) => address));
}
