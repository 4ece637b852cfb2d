import type { Person } from '../../domain/contacts/eraseContact.ts';
import type { MessageId } from '../../domain/ids.ts';
import { fencedOff } from '../../domain/lease.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { PersonStore } from '../../ports/persons.ts';
import type { Clock } from '../../ports/platform.ts';
import type { SyncStore } from '../../ports/stores/syncStore.ts';
import type { TenancyStore } from '../../ports/stores/tenancyStore.ts';
import { fullPages } from '../conversations/fullPages.ts';

export interface EraseDeps {
  readonly persons: PersonStore;
  readonly tenancy: Pick<TenancyStore, 'mailboxesIn'>;
  readonly store: Pick<SyncStore, 'update'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ErasureResult {
  readonly outcome: 'erased' | 'left';
  readonly removed: number;
  readonly kept: number;
  /** What could not be erased; the contact stays then, and no mail is matched with them. */
  readonly left: readonly MessageId[];
}

/** With their ledger entries and counters far below the 500 writes of a transaction. */
const PAGE = 25;

/** One for what there is, one to see that it is gone; more only where others write in between. */
const MOST_PASSES = 20;

/**
 * Erases what is stored of a contact, and the contact last. From its first step no mail is matched with them, and runs
 * that may have matched some before write nothing more: they are repeated without. Stopped at any moment and begun
 * again, it does what is left.
 */
export async function eraseContact(
  deps: EraseDeps,
  person: Person,
  told: (done: number) => void = () => {},
): Promise<ErasureResult> {
  const { persons, clock, log } = deps;
  await persons.beginErasure(person.contactId);
  await fenceOffRuns(deps, person);
  const sum = { removed: 0, kept: 0 };
  let left: readonly MessageId[] = [];
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    left = [];
    const pages = fullPages<MessageId>(PAGE, (page) => persons.messagesOf(person, page));
    for await (const ids of pages) {
      const erased = await persons.eraseMessages(person, ids, clock.now());
      sum.removed += erased.removed;
      sum.kept += erased.kept;
      left = [...left, ...erased.left];
      told(sum.removed + sum.kept);
    }
    if (left.length > 0) break;
    if ((await persons.finishErasure(person, clock.now())) === 'more') continue;
    const { contactId, locationId } = person;
    log.event('contactErased', { contactId, locationId, deleted: sum.removed });
    return { outcome: 'erased', ...sum, left };
  }
  return { outcome: 'left', ...sum, left };
}

/** What they have read of contacts may have this one in it still. */
async function fenceOffRuns({ tenancy, store }: EraseDeps, { locationId }: Person): Promise<void> {
  for (const { mailboxId, lease } of await tenancy.mailboxesIn(locationId)) {
    if (lease.holder === null) continue;
    await store.update(mailboxId, (mailbox) => ({ ...mailbox, lease: fencedOff(mailbox.lease) }));
  }
}
