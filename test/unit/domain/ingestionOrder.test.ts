import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Arrival, matchContacts } from '../../../shared/domain/arrival.ts';
import type { NetEffect } from '../../../shared/domain/foldHistory.ts';
import {
  ContactId,
  EmailAddress,
  GmailMessageId,
  GmailThreadId,
  LocationId,
  MailboxId,
} from '../../../shared/domain/ids.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';
import { aContact, anArrival } from '../../support/builders.ts';
import { Documents, type Told } from './documents.ts';

/** What becomes of one Gmail id of one mailbox: it arrives, then it is relabelled, and perhaps deleted. */
type Story = readonly { readonly mailboxId: MailboxId; readonly told: Told }[];

/** Which story goes on, and whether the run commits before it does. */
type Order = readonly { readonly story: number; readonly commits: boolean }[];

const mailboxIds = ['ann', 'bob', 'cy'].map((name) => MailboxId.of(`${name}@agency.com`));
const contacts: readonly Contact[] = ['x', 'y', 'z'].map((name, index) =>
  aContact({
    contactId: ContactId(name),
    locationId: LocationId(index < 2 ? 'here' : 'there'),
    emails: [EmailAddress(`${name}@client.com`)],
  }),
);
const addresses = contacts.flatMap(({ emails }) => emails);
const emails = [1, 2, 3, 4].map((number) =>
  anArrival({ fingerprint: `email ${number}`, sentAt: new Date(`2026-11-02T10:0${number % 3}:00Z`) }),
);

const labels = fc.subarray(['INBOX', 'UNREAD', 'STARRED']);
const anyChange = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ effect: 'deleted' as const }) },
  { weight: 2, arbitrary: fc.constant({ labelsAdded: ['TRASH'] }) },
  { weight: 2, arbitrary: fc.constant({ labelsRemoved: ['TRASH'] }) },
  { weight: 3, arbitrary: fc.record({ labels }) },
);
const anyCopy = fc.record({
  mailboxId: fc.constantFrom(...mailboxIds),
  email: fc.constantFrom(...emails),
  labels,
  direction: fc.constantFrom('inbound' as const, 'outbound' as const),
  counterparts: fc.subarray(addresses, { minLength: 1 }),
  changes: fc.array(anyChange, { maxLength: 4 }),
});
type Copy = typeof anyCopy extends fc.Arbitrary<infer T> ? T : never;
const anyOrder: fc.Arbitrary<Order> = fc.array(fc.record({ story: fc.nat(), commits: fc.boolean() }), {
  minLength: 40,
  maxLength: 40,
});

/**
 * The stories of one mailbox about one email are told one after the other: of emails that look the same, the first
 * to be seen takes the first place.
 */
function storiesOf(drawn: readonly Copy[]): Story[] {
  const groups = Map.groupBy(drawn, ({ mailboxId, email }) => `${mailboxId} ${email.fingerprint}`);
  return [...groups].map(([key, copies]) =>
    copies.flatMap((copy, place) => storyOf(copy, `${key} ${place}`, copies[0]?.counterparts ?? [])),
  );
}

function storyOf(copy: Copy, name: string, counterparts: readonly EmailAddress[]): Story {
  const { mailboxId, email, labels, direction, changes } = copy;
  const gmailId = GmailMessageId(name);
  const threadId = GmailThreadId(name);
  const arrival: Arrival = { ...email, gmailId, threadId, labels, direction, counterparts };
  const unchanged: NetEffect = {
    id: gmailId,
    threadId,
    effect: 'relabelled',
    labels: undefined,
    labelsAdded: [],
    labelsRemoved: [],
  };
  return [
    { mailboxId, told: { arrival, destinations: matchContacts(arrival, contacts) } },
    ...changes.map((change) => ({ mailboxId, told: { change: { ...unchanged, ...change } } })),
  ];
}

/** Tells the stories interleaved, a commit as long as the mailbox stays the same and each id is told of once. */
function tellAll(stories: readonly Story[], order: Order): Documents {
  const documents = new Documents();
  const left = stories.map((story) => [...story]);
  let batch: { readonly mailboxId: MailboxId; readonly told: Told }[] = [];
  let now = 0;
  const commit = () => {
    const [first] = batch;
    now += 1;
    if (first)
      documents.tell(
        first.mailboxId,
        new Date(now),
        batch.map(({ told }) => told),
      );
    if (first) expectSound(documents);
    batch = [];
  };
  for (let turn = 0; left.some((story) => story.length > 0); turn += 1) {
    const { story, commits } = order[turn % order.length] ?? { story: 0, commits: true };
    const going = left.filter((each) => each.length > 0);
    const next = going[story % going.length]?.shift();
    if (!next) continue;
    const isMixed = batch.some(
      ({ mailboxId, told }) => mailboxId !== next.mailboxId || idOf(told) === idOf(next.told),
    );
    if (commits || isMixed) commit();
    batch.push(next);
  }
  commit();
  return documents;
}

const idOf = (told: Told) => ('change' in told ? told.change.id : told.arrival.gmailId);

/** What a conversation counts and shows is what its messages add up to; each Gmail id is where its ledger says. */
function expectSound(documents: Documents): void {
  const conversations = [...documents.conversations.values()].map((conversation) => {
    const visible = documents.visible(conversation.conversationId);
    const counts = [visible.length, visible.filter(({ read }) => !read).length, visible[0]?.messageId];
    const { messageCount, unreadCount, lastMessage } = conversation;
    return { told: [messageCount, unreadCount, lastMessage?.messageId], counts };
  });
  expect(conversations.map(({ told }) => told)).toEqual(conversations.map(({ counts }) => counts));
  const messages = [...documents.messages.values()];
  for (const mailboxId of mailboxIds) {
    const ledger = [...documents.ledger(mailboxId)];
    const places = ledger.flatMap(([gmailId, entry]) =>
      entry.state === 'stored' ? entry.messageIds.map((messageId) => `${gmailId} ${messageId}`) : [],
    );
    const copies = messages.flatMap(({ messageId, copies }) => {
      const copy = copies[mailboxId];
      return copy ? [`${copy.gmailId} ${messageId}`] : [];
    });
    expect(places.sort()).toEqual(copies.sort());
    expect(documents.counters(mailboxId)).toEqual({ stored: ledger.length, skipped: {} });
  }
}

/** Without the times, and without the Gmail ids of whichever copy came first. */
function timeless({ messages, conversations }: Documents) {
  const gone = (at: Date | null) => at !== null;
  const byId = <T>(documents: ReadonlyMap<string, T>, view: (document: T) => unknown) =>
    Object.fromEntries([...documents].map(([id, document]) => [id, view(document)]));
  return {
    messages: byId(messages, ({ emailMessageId: _, emailThreadId: __, ...message }) => ({
      ...message,
      contactIds: [...message.contactIds].sort(),
      conversationIds: [...message.conversationIds].sort(),
      deletedAt: gone(message.deletedAt),
      copies: byId(new Map(Object.entries(message.copies)), (copy) => ({
        ...copy,
        deletedAt: gone(copy.deletedAt),
      })),
    })),
    conversations: byId(conversations, ({ createdAt: _, updatedAt: __, ...conversation }) => conversation),
  };
}

test('several mailboxes end in the same messages and conversations, in whatever order they are synced', () => {
  fc.assert(
    fc.property(fc.array(anyCopy, { maxLength: 10 }), anyOrder, anyOrder, (drawn, one, another) => {
      const stories = storiesOf(drawn);
      expect(timeless(tellAll(stories, one))).toEqual(timeless(tellAll(stories, another)));
    }),
    { numRuns: 200 },
  );
});
