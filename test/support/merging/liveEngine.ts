import fc from 'fast-check';
import { type MailboxId, MessageId } from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { Ingested } from '../../../shared/domain/planCommit.ts';
import { memoryFixture } from '../../contract/store/memoryFixture.ts';
import { aLiveMailbox, aRun, change, NOW } from '../../contract/store/scenario.ts';
import { anArrival } from '../builders.ts';
import type { MemoryStore } from '../memory-store/memoryStore.ts';
import { isIn, type Stored } from './legacy.ts';

/** What the engine does to the same conversations meanwhile. */
export interface Deed {
  readonly type: 'arrives' | 'isRelabelled' | 'isErased' | 'hasACopy';
  readonly which: number;
  readonly labels: readonly string[];
}

export const deeds: fc.Arbitrary<Deed> = fc.record({
  type: fc.constantFrom('arrives', 'isRelabelled', 'isErased', 'hasACopy'),
  which: fc.nat(8),
  labels: fc.constantFrom(['INBOX'], ['INBOX', 'UNREAD'], ['TRASH']),
});

type Run = Awaited<ReturnType<typeof aRun>>;

/** Two mailboxes that sync: the one that the old mails are of, and another one that has some of them as well. */
export class LiveEngine {
  /** Mails that a second mailbox has brought: whose they are follows from their contacts alone. */
  readonly copied = new Set<MessageId>();
  readonly erased = new Set<MessageId>();
  readonly arrived = new Set<MessageId>();
  /** An old conversation goes with its last message, and its beginning with it. */
  hasErased = false;
  #last = Promise.resolve();
  readonly #stored: Stored;
  readonly #runs: { readonly first: Run; readonly second: Run };

  private constructor(stored: Stored, first: Run, second: Run) {
    this.#stored = stored;
    this.#runs = { first, second };
  }

  static async start(store: MemoryStore, storeFor: (mailboxId: MailboxId) => Promise<Stored>) {
    const fixture = memoryFixture(store);
    const [one, two] = [await aLiveMailbox(fixture), await aLiveMailbox(fixture)];
    const stored = await storeFor(one.mailboxId);
    return { stored, engine: new LiveEngine(stored, await aRun(fixture, one), await aRun(fixture, two)) };
  }

  /** One after the other, however many of the merge's awaits are under way. */
  does(deed: Deed): Promise<void> {
    this.#last = this.#last.then(() => this.#do(deed));
    return this.#last;
  }

  async #do({ type, which, labels }: Deed): Promise<void> {
    const mail = isIn(this.#stored.mails, which);
    if (type === 'arrives') return this.#receives(which, labels);
    if (!mail) return;
    const { first, second } = this.#runs;
    if (type === 'hasACopy' && !this.copied.has(mail.messageId)) await second.commit([this.#copyOf(mail)]);
    if (type === 'isRelabelled') await first.commit([this.#relabelled(mail, labels)]);
    if (type === 'isErased') {
      this.hasErased = true;
      await first.commit([this.#erased(mail)]);
      if (!this.copied.has(mail.messageId)) this.erased.add(mail.messageId);
    }
    if (type === 'hasACopy') {
      this.copied.add(mail.messageId);
      this.erased.delete(mail.messageId);
    }
  }

  async #receives(which: number, labels: readonly string[]): Promise<void> {
    const contact = isIn(this.#stored.contacts, which);
    if (!contact) return;
    const { locationId, contactId } = contact;
    const arrival = anArrival({ labels, sentAt: NOW });
    const destinations = [{ locationId, contactIds: [contactId] }];
    await this.#runs.first.commit([{ type: 'store', before: undefined, arrival, destinations }]);
    this.arrived.add(MessageId.of(locationId, arrival.fingerprint, 0));
  }

  #copyOf({ locationId, contactIds, messageId }: Message): Ingested {
    const at = this.#stored.mails.findIndex((each) => each.messageId === messageId);
    const arrival = anArrival({ fingerprint: `mail-${at}`, sentAt: NOW });
    return { type: 'store', before: undefined, arrival, destinations: [{ locationId, contactIds }] };
  }

  #relabelled({ messageId, locationId, emailMessageId, emailThreadId }: Message, labels: readonly string[]) {
    const mail = { gmailId: emailMessageId, threadId: emailThreadId };
    return change(mail, { messageIds: [messageId], locationIds: [locationId] }, { labels });
  }

  #erased({ messageId, locationId, emailMessageId, sentAt }: Message): Ingested {
    const before = { state: 'stored', messageIds: [messageId], receivedAt: sentAt, at: sentAt } as const;
    return { type: 'erase', gmailId: emailMessageId, before, locationIds: [locationId] };
  }
}
