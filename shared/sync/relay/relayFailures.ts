import type { ClaimedEntry, OpenEntry, OutboxEntry } from '../../domain/outbox/outbox.ts';
import {
  absent,
  doubted,
  failed,
  failedOnce,
  stillDoubted,
  unclaimed,
} from '../../domain/outbox/outboxTransitions.ts';
import { judge } from '../../domain/outbox/relayFailure.ts';
import type { Seen } from '../../ports/stores/seen.ts';
import type { Delivery } from './relayDelivery.ts';
import type { GhlFailure, RelayRun } from './relayRun.ts';

type Settled = Promise<Seen<OutboxEntry> | undefined>;

/** What becomes of an entry that was not logged, or perhaps was. */
export async function settleEntry(delivery: Delivery, seen: Seen<OpenEntry>, failure: GhlFailure): Settled {
  const { run } = delivery;
  const entry = seen.document;
  const error = run.errorOf(failure);
  const { outbox } = run.deps;
  switch (judge(failure.error.code)) {
    case 'limited':
      run.pause(failure.error.retryAt, failure.error.code);
      return letGo(delivery, seen);
    case 'revoked':
      if (!(await run.reopen(failure))) run.halt = { reason: 'revoked' };
      return letGo(delivery, seen);
    case 'gone':
      if (delivery.hasForgotten)
        return outbox.replaceEntry(seen, failedOnce(entry, error, blames(run, entry, failure)));
      delivery.hasForgotten = true;
      await delivery.recipients.forget(entry.contactId);
      return letGo(delivery, seen);
    case 'unasked':
      return letGo(delivery, seen);
    case 'refused':
      if (delivery.isAnswer && entry.state !== 'pending') {
        delivery.recipients.forgetThread(entry);
        return letGo(delivery, seen);
      }
      return outbox.replaceEntry(seen, failed(unclaimed(entry, run.now), 'refused', error));
    case 'failed':
      return outbox.replaceEntry(seen, failedOnce(entry, error, blames(run, entry, failure)));
    case 'unclear':
      return outbox.replaceEntry(seen, inDoubt(entry, error, blames(run, entry, failure)));
    default:
      return seen;
  }
}

/** Only what was claimed was sent to GHL. */
function inDoubt(entry: OpenEntry, ...how: [Parameters<typeof doubted>[1], boolean]): OutboxEntry {
  return entry.state === 'pending' ? failedOnce(entry, ...how) : doubted(entry, ...how);
}

/** GHL that names a time to come back is not down. */
const blames = (run: RelayRun, entry: OutboxEntry, { error }: GhlFailure): boolean =>
  error.retryAt !== undefined || run.blames(entry);

/** As it was before it was claimed. */
async function letGo({ run }: Delivery, seen: Seen<OpenEntry>): Settled {
  const entry = seen.document;
  return entry.state === 'pending' ? seen : run.deps.outbox.replaceEntry(seen, unclaimed(entry, run.now));
}

/** What becomes of an entry that could not be looked for. */
export async function settleSearch(
  delivery: Delivery,
  seen: Seen<ClaimedEntry>,
  failure: GhlFailure,
): Settled {
  const { run } = delivery;
  const entry = seen.document;
  const { outbox } = run.deps;
  switch (judge(failure.error.code)) {
    case 'limited':
      run.pause(failure.error.retryAt, failure.error.code);
      return seen;
    case 'revoked':
      if (!(await run.reopen(failure))) run.halt = { reason: 'revoked' };
      return seen;
    case 'gone':
      return outbox.replaceEntry(seen, absent(entry, run.now));
    default:
      return outbox.replaceEntry(
        seen,
        stillDoubted(entry, run.errorOf(failure), blames(run, entry, failure)),
      );
  }
}
