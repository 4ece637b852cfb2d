import type { MailQuestion } from '../../domain/callables/explainMessage.ts';
import { readEnvelope } from '../../domain/content/envelope.ts';
import { explain, explainStored, unreachable } from '../../domain/explain.ts';
import type { Explanation, Found, FoundMail, Glimpse, Unreachable } from '../../domain/explanation.ts';
import type { GmailMessage } from '../../domain/gmail.ts';
import type { GmailMessageId, MailboxId } from '../../domain/ids.ts';
import type { LedgerEntry, SkipReason } from '../../domain/ledger.ts';
import { type Mailbox, ownAddresses } from '../../domain/mailbox.ts';
import type { Envelope } from '../../domain/message.ts';
import { participantsOf } from '../../domain/participants.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { SyncDeps } from '../deps.ts';
import { openAnnounced } from '../pacing/openAnnounced.ts';
import { findInGmail } from './findInGmail.ts';

export type ExplainDeps = Pick<SyncDeps, 'store' | 'messages' | 'gmail' | 'clock' | 'log' | 'settings'>;

interface Case {
  readonly deps: ExplainDeps;
  readonly agent: Agent;
  readonly mailbox: Mailbox;
}

/**
 * Says why a mail is in the CRM or not, and what its agent can do about it. It writes nothing, and costs one search and
 * one get at most: 25 units. A mailbox that is another agent's is as unknown as one that is not there.
 * @throws SyncError what a repeat may heal
 */
export async function explainMessage(
  deps: ExplainDeps,
  { agent, mailboxId, mail }: { agent: Agent; mailboxId: MailboxId; mail: MailQuestion },
): Promise<Explanation | 'unknown'> {
  const mailbox = await deps.store.readMailbox(mailboxId);
  if (mailbox?.uid !== agent.uid) return 'unknown';
  const answer = await answerTo({ deps, agent, mailbox }, mail);
  const { outcome, gmailId } = answer;
  const reason = 'reason' in answer ? answer.reason : undefined;
  deps.log.event('messageExplained', { mailboxId, agentId: agent.uid, gmailId, outcome, reason });
  return answer;
}

async function answerTo(about: Case, mail: MailQuestion): Promise<Explanation> {
  if ('gmailId' in mail) return explainOne(about, mail.gmailId);
  const found = await asking(about, () => findInGmail(about.deps.gmail, about.mailbox, mail));
  if ('because' in found) return unreachable(found.because, about.mailbox);
  const [first, ...others] = found.answer;
  if (first === undefined) return explain(undefined, { state: 'absent' }, about.mailbox);
  return { ...(await explainOne(about, first)), ...(others.length > 0 && { otherGmailIds: others }) };
}

async function explainOne(about: Case, gmailId: GmailMessageId): Promise<Explanation> {
  const { deps, agent, mailbox } = about;
  const entry = (await deps.store.readLedger(mailbox.mailboxId, [gmailId])).get(gmailId);
  if (entry?.state === 'stored') {
    const places = await deps.messages.placesOf(entry.messageIds);
    const seen = places.filter(({ locationId }) => agent.locationIds.includes(locationId));
    return { gmailId, ...explainStored(entry, seen) };
  }
  const found = await asking(about, () => lookAt(about, gmailId, entry));
  const seen = 'because' in found ? unasked(found.because) : found.answer;
  const glimpse = seen.state === 'present' ? seen.glimpse : undefined;
  return { gmailId, ...explain(entry, seen, mailbox), ...(glimpse && { mail: glimpse }) };
}

const unasked = (because: Unreachable): Found => ({ state: 'unasked', because });

/** Gmail's answer, or why there is none. */
async function asking<T>(
  { deps, mailbox }: Case,
  ask: () => Promise<T>,
): Promise<{ answer: T } | { because: Unreachable }> {
  const { status, pausedUntil } = mailbox;
  if (status === 'reauthRequired' || status === 'disconnected') return { because: status };
  if (pausedUntil && pausedUntil > deps.clock.now()) return { because: 'paused' };
  try {
    return { answer: await ask() };
  } catch (error) {
    if (!(error instanceof SyncError) || error.retryable) throw error;
    return { because: error.code };
  }
}

/** Skipped for what is in them, or for who is. */
const READABLE: readonly SkipReason[] = ['no-contact', 'excluded', 'automated'];

/** A mail that could not be read before is not looked into: its labels are all that is needed. */
async function lookAt(about: Case, id: GmailMessageId, entry: LedgerEntry | undefined): Promise<Found> {
  const gmail = await openAnnounced(about.deps, about.mailbox);
  const isOpen = !entry || (entry.state === 'skipped' && READABLE.includes(entry.reason));
  try {
    if (!isOpen) return { state: 'present', labels: await gmail.getLabels(id) };
    const message = await gmail.getMessage(id);
    const envelope = readEnvelope(message.payload.headers);
    const mail = await lookInto(about, message, envelope);
    return { state: 'present', labels: message.labelIds, mail, glimpse: glimpseOf(message, envelope) };
  } catch (error) {
    if (SyncError.is(error, 'messageGone') || SyncError.is(error, 'invalidRequest'))
      return { state: 'absent' };
    throw error;
  }
}

function glimpseOf({ internalDate }: GmailMessage, { subject, from: [sender] }: Envelope): Glimpse {
  return { subject, from: sender ?? null, receivedAt: internalDate.toISOString() };
}

async function lookInto(
  { deps, agent, mailbox }: Case,
  message: GmailMessage,
  envelope: Envelope,
): Promise<FoundMail> {
  const own = ownAddresses(mailbox);
  const people = participantsOf(envelope).filter((person) => !own.has(person));
  const contacts = await deps.store.findContacts(agent.locationIds, people);
  const { internalDate: receivedAt, historyId } = message;
  return { receivedAt, historyId, people, isContact: contacts.length > 0 };
}
