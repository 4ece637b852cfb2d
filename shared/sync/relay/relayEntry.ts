import type { GhlEmail } from '../../domain/ghl.ts';
import { EmailAddress } from '../../domain/ids.ts';
import type { Message } from '../../domain/message.ts';
import {
  type ClaimedEntry,
  type EntryError,
  isOpen,
  type OpenEntry,
  type OutboxEntry,
  type PendingEntry,
} from '../../domain/outbox/outbox.ts';
import {
  absent,
  claimed,
  decideEntry,
  done,
  failed,
  failedOnce,
  notAfter,
  skipped,
} from '../../domain/outbox/outboxTransitions.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Seen } from '../../ports/stores/seen.ts';
import type { Delivery } from './relayDelivery.ts';
import { settleEntry, settleSearch } from './relayFailures.ts';
import type { Destination, Recipients } from './relayRecipients.ts';
import { findLogged } from './relayReconcile.ts';
import { reportEntry } from './relayReport.ts';
import { GhlFailure, type RelayRun } from './relayRun.ts';

/** Steps of one entry in one go: looked for, resolved again, opened again, logged. */
const MOST_STEPS = 6;

/**
 * Takes an entry as far as it goes now.
 * @returns when it is worth another look, unless it is finished
 * @throws Halted; SyncError of the store
 */
export async function relayEntry(
  run: RelayRun,
  recipients: Recipients,
  seen: Seen<OpenEntry>,
): Promise<Date | undefined> {
  const delivery: Delivery = { run, recipients, hasForgotten: false, isAnswer: false };
  let current = seen;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    run.goOn();
    const next = decideEntry(current.document, run.now);
    if (next.step === 'wait') return next.until;
    const { version } = current;
    const after =
      next.step === 'log'
        ? await logEntry(delivery, { document: next.entry, version })
        : await reconcileEntry(delivery, { document: next.entry, version });
    // Changed or deleted by somebody else.
    if (!after) return run.now;
    reportEntry(run, current.document, after.document);
    if (!isOpen(after.document)) return undefined;
    current = { document: after.document, version: after.version };
  }
  return current.document.nextAttemptAt;
}

/** The claim is saved before the call, so that nobody logs it again without having looked for it. */
async function logEntry(
  delivery: Delivery,
  seen: Seen<PendingEntry>,
): Promise<Seen<OutboxEntry> | undefined> {
  const { run, recipients } = delivery;
  const entry = seen.document;
  const { outbox, random } = run.deps;
  const end = () => ({ now: run.now, maxAgeDays: run.link.document.maxAgeDays });
  let current: Seen<OpenEntry> = seen;
  try {
    const message = await readMail(delivery, entry);
    if (message === 'unreadable') return outbox.replaceEntry(seen, failedOnce(entry, unreadable(run), true));
    if (!message) return outbox.replaceEntry(seen, skipped(entry, 'messageGone', end()));
    const place = await recipients.of(entry);
    if ('skip' in place) return outbox.replaceEntry(seen, skipped(entry, place.skip, end()));
    const replyTo = await recipients.lastEmailOf(entry);
    delivery.isAnswer = replyTo !== null;
    const email = emailOf(entry, message, { place, replyTo });
    await run.turn();
    const { ghlConversationId } = place;
    const claim = claimed(entry, { id: random.id(), ghlConversationId, now: run.now });
    const taken = await outbox.replaceEntry(seen, claim);
    if (!taken) return undefined;
    current = taken;
    const logged = await run.ask((ghl) => ghl.logEmail(email, { notAfter: notAfter(claim) }));
    run.succeeded();
    recipients.logged(entry, logged.ghlEmailId);
    return await outbox.replaceEntry(taken, done(claim, logged, end()));
  } catch (error) {
    if (!(error instanceof GhlFailure)) throw error;
    return settleEntry(delivery, current, error);
  }
}

/** Nobody knows what came of the claim: GHL does. */
async function reconcileEntry(
  delivery: Delivery,
  seen: Seen<ClaimedEntry>,
): Promise<Seen<OutboxEntry> | undefined> {
  const { run, recipients } = delivery;
  const entry = seen.document;
  const { outbox } = run.deps;
  try {
    const found = await findLogged(run, entry);
    if (found === 'tooMany') return await outbox.replaceEntry(seen, failed(entry, 'uncertain', tooMany(run)));
    if (found === 'absent') return await outbox.replaceEntry(seen, absent(entry, run.now));
    const { ghlConversationId } = entry.claim;
    const ids = { ghlMessageId: null, ghlConversationId, ghlEmailId: found.ghlEmailId };
    recipients.logged(entry, found.ghlEmailId);
    const { maxAgeDays } = run.link.document;
    return await outbox.replaceEntry(seen, done(entry, ids, { now: run.now, maxAgeDays }));
  } catch (error) {
    if (!(error instanceof GhlFailure)) throw error;
    return settleSearch(delivery, seen, error);
  }
}

/** A message that our own reading stumbles over must not hold up the others. */
async function readMail({ run }: Delivery, entry: PendingEntry): Promise<Message | undefined | 'unreadable'> {
  try {
    return await run.deps.outbox.readMail(entry.messageId);
  } catch (error) {
    if (error instanceof SyncError) throw error;
    run.deps.log.event('documentUnreadable', { error });
    return 'unreadable';
  }
}

const unreadable = ({ now }: RelayRun): EntryError => ({
  code: 'unreadable',
  operation: 'readMail',
  at: now,
});
const tooMany = ({ now }: RelayRun): EntryError => ({ code: 'unavailable', operation: 'reconcile', at: now });

function emailOf(
  { entryId, sentAt }: PendingEntry,
  { direction, envelope, body }: Message,
  to: { place: Exclude<Destination, { skip: unknown }>; replyTo: string | null },
): GhlEmail {
  const addresses = (people: Message['envelope']['to']) => people.map(({ address }) => address);
  return {
    ...to.place,
    direction,
    subject: envelope.subject,
    text: body.text,
    html: body.html,
    from: addresses(envelope.from)[0] ?? EmailAddress(''),
    to: addresses(envelope.to),
    cc: addresses(envelope.cc),
    bcc: addresses(envelope.bcc),
    sentAt,
    altId: entryId,
    replyTo: to.replyTo,
  };
}
