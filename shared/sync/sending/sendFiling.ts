import { untouched } from '../../domain/foldHistory.ts';
import type { MessageId } from '../../domain/ids.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import { letGoUnlessBehind } from '../../domain/mailboxTransitions.ts';
import { ELSEWHERE, pendingAdvice } from '../../domain/outgoing/filingAdvice.ts';
import type { SyncOutcome } from '../../domain/syncOutcome.ts';
import { catchUp } from '../catchUp.ts';
import { ingest, type Progressed } from '../ingest.ts';
import type { PacedGmail } from '../pacing/pacedGmail.ts';
import type { SyncRun } from '../syncRun.ts';
import { withLeaseSoon } from '../withLeaseSoon.ts';
import type { SendDeps, SendOrder, SentMail } from './sendDeps.ts';

/** An agent waits: what is not stored by then is left to the notification. */
const PATIENCE_MS = 10_000;

/** What an agent is answered of a mail that is sent. */
export interface FiledMail {
  readonly outcome: 'sent';
  readonly messageIds: readonly MessageId[];
  readonly gmailId: string;
  readonly threadId: string;
  readonly advice?: string;
}

/**
 * Puts the sent mail into its conversations, by the same path as whatever a sync finds: the notification of it, which may
 * come first, finds it in the ledger, and so does this. It never fails: the mail is sent, and an agent who is told of an
 * error would send it again.
 */
export async function fileSentMail(deps: SendDeps, order: SendOrder, mail: SentMail): Promise<FiledMail> {
  const { gmailId, threadId } = mail;
  try {
    const entry = mail.isNew ? undefined : await entryOf(deps, order, mail);
    const outcome = isDecided(entry) ? undefined : await store(deps, order, mail);
    const decided = outcome ? await entryOf(deps, order, mail) : entry;
    return { outcome: 'sent', ...(await answerFor(deps, order, decided, outcome)), gmailId, threadId };
  } catch (error) {
    const { sendId, mailboxId } = order.asked;
    deps.log.event('sendUnrecorded', { mailboxId, sendId, gmailId, operation: 'filing', error });
    return { outcome: 'sent', messageIds: [], gmailId, threadId, advice: pendingAdvice(undefined) };
  }
}

async function entryOf(
  { store }: SendDeps,
  { mailbox }: SendOrder,
  { gmailId }: SentMail,
): Promise<LedgerEntry | undefined> {
  return (await store.readLedger(mailbox.mailboxId, [gmailId])).get(gmailId);
}

/** Whether another sync is of no use to it. */
function isDecided(entry: LedgerEntry | undefined): boolean {
  return entry?.state === 'stored' || (entry?.state === 'skipped' && entry.reason !== 'gone');
}

function store(deps: SendDeps, { mailbox }: SendOrder, mail: SentMail): Promise<SyncOutcome> {
  const settings = { ...deps.settings, runMs: Math.min(deps.settings.runMs, PATIENCE_MS) };
  const { mailboxId } = mailbox;
  return withLeaseSoon(PATIENCE_MS, { ...deps, settings }, mailboxId, { reason: 'send' }, (run, gmail) =>
    ingestSent(run, gmail, mail),
  );
}

async function ingestSent(
  run: SyncRun,
  gmail: PacedGmail,
  { gmailId, threadId }: SentMail,
): Promise<Progressed> {
  const effect = { ...untouched({ id: gmailId, threadId }), effect: 'listed' } as const;
  const progressed = await ingest(run, gmail, [effect], { last: letGoUnlessBehind(run.deps.clock.now()) });
  return progressed !== 'done' || run.isOver ? progressed : catchUp(run, gmail);
}

async function answerFor(
  { messages }: SendDeps,
  { agent }: SendOrder,
  entry: LedgerEntry | undefined,
  outcome: SyncOutcome | undefined,
): Promise<Pick<FiledMail, 'messageIds' | 'advice'>> {
  if (!isDecided(entry)) return { messageIds: [], advice: pendingAdvice(outcome) };
  const stored = entry?.state === 'stored' ? entry.messageIds : [];
  const places = await messages.placesOf(stored);
  const messageIds = places
    .filter(({ locationId }) => agent.locationIds.includes(locationId))
    .map(({ messageId }) => messageId);
  return messageIds.length > 0 ? { messageIds } : { messageIds, advice: ELSEWHERE };
}
