import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Arrival, Destination } from '../../../shared/domain/arrival.ts';
import { type NetEffect, untouched } from '../../../shared/domain/foldHistory.ts';
import { ConversationId, MailboxId, MessageId } from '../../../shared/domain/ids.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import { planCommit } from '../../../shared/domain/planCommit.ts';
import { aContact, anAddress, anArrival } from '../../support/builders.ts';
import { Documents, type Told } from './documents.ts';

const now = new Date('2026-11-22T10:00:00Z');
const at = (minute: number) => new Date(`2026-11-02T10:${String(minute).padStart(2, '0')}:00Z`);
const { contactId, locationId } = aContact();
const to: Destination = { locationId, contactIds: [contactId] };
const conversationId = ConversationId.of(locationId, contactId);
const mailboxId = MailboxId.of(anAddress('agent'));
const colleague = MailboxId.of(anAddress('colleague'));
const stored = (arrival: Arrival): Told => ({ arrival, destinations: [to] });
const idOf = ({ fingerprint }: Arrival, ordinal = 0) => MessageId.of(locationId, fingerprint, ordinal);
const changed = ({ gmailId, threadId }: Arrival, effect: Partial<NetEffect>): Told => ({
  change: { ...untouched({ id: gmailId, threadId }), ...effect },
});
const deleted = (arrival: Arrival) => changed(arrival, { effect: 'deleted' });

let documents: Documents;
beforeEach(() => {
  documents = new Documents();
});
const tell = (...told: readonly Told[]) => documents.tell(mailboxId, now, told);
const conversation = () => documents.conversations.get(conversationId);

describe('a commit asks', () => {
  test('for nothing when nothing was ingested or all was skipped', () => {
    const { gmailId } = anArrival();
    expect(documents.commit(mailboxId, now, [])).toEqual([]);
    expect(
      documents.commit(mailboxId, now, [{ type: 'skip', before: undefined, gmailId, reason: 'draft' }]),
    ).toEqual([]);
    expect(documents.messages.size + documents.conversations.size).toBe(0);
  });

  test('once for the message and the conversation of a new email', () => {
    const arrival = anArrival();
    expect(tell(stored(arrival))).toEqual([
      {
        messageIds: [idOf(arrival)],
        conversationIds: [conversationId],
        newestOf: [],
        membersOf: [],
        entryIds: [],
      },
    ]);
  });

  test('once for a conversation that many emails of a batch belong to', () => {
    const arrivals = [anArrival(), anArrival(), anArrival()];
    expect(tell(...arrivals.map(stored))).toEqual([
      {
        messageIds: arrivals.map((each) => idOf(each)),
        conversationIds: [conversationId],
        newestOf: [],
        membersOf: [],
        entryIds: [],
      },
    ]);
  });

  test('for the conversations of a relabelled message once it knows the message', () => {
    const arrival = anArrival();
    tell(stored(arrival));
    expect(tell(changed(arrival, { labelsAdded: ['STARRED'] }))).toEqual([
      { messageIds: [idOf(arrival)], conversationIds: [], newestOf: [], membersOf: [], entryIds: [] },
      { messageIds: [], conversationIds: [conversationId], newestOf: [], membersOf: [], entryIds: [] },
    ]);
  });

  test('for the newest messages only where the preview was hidden and others are left', () => {
    const [older, newer] = [anArrival({ sentAt: at(1) }), anArrival({ sentAt: at(2) })];
    tell(stored(older), stored(newer));
    const newestAskedAfter = (told: Told) => tell(told).flatMap(({ newestOf }) => newestOf);
    expect(newestAskedAfter(changed(newer, { labelsAdded: ['STARRED'] }))).toEqual([]);
    expect(newestAskedAfter(deleted(newer))).toEqual([{ conversationId, limit: 2 }]);
    expect(newestAskedAfter(deleted(older))).toEqual([]);
  });

  test('for the next place when the mailbox has another email at the first', () => {
    const first = anArrival();
    const second = anArrival({ fingerprint: first.fingerprint });
    tell(stored(first));
    expect(tell(stored(second)).map(({ messageIds }) => messageIds)).toEqual([
      [idOf(first)],
      [idOf(first, 1)],
    ]);
  });

  test('and writes nothing that it was not told to be ready for', () => {
    const arrival = anArrival();
    const nothing = {
      messages: new Map(),
      conversations: new Map(),
      newest: new Map(),
      members: new Map(),
      entries: new Map(),
    };
    const ingested = [{ type: 'store', before: undefined, arrival, destinations: [to] }] as const;
    expect(planCommit(ingested, nothing, { mailboxId, now }).type).toBe('reads');
    const half = { ...nothing, messages: new Map([[idOf(arrival), null]]) };
    expect(planCommit(ingested, half, { mailboxId, now })).toMatchObject({
      type: 'reads',
      messageIds: [],
      conversationIds: [conversationId],
    });
  });
});

describe('an email', () => {
  test('that two mailboxes of a location hold is one message with two copies', () => {
    const arrival = anArrival();
    const copy = anArrival({ fingerprint: arrival.fingerprint });
    tell(stored(arrival));
    documents.tell(colleague, now, [stored(copy)]);
    expect([...documents.messages.keys()]).toEqual([idOf(arrival)]);
    expect(documents.messages.get(idOf(arrival))?.copies).toMatchObject({
      [mailboxId]: { gmailId: arrival.gmailId },
      [colleague]: { gmailId: copy.gmailId },
    });
    expect(conversation()).toMatchObject({ messageCount: 1 });
  });

  test('of contacts in two locations is one message in each, and one ledger entry names both', () => {
    const elsewhere = aContact();
    const arrival = anArrival();
    const destinations = [to, { locationId: elsewhere.locationId, contactIds: [elsewhere.contactId] }];
    tell({ arrival, destinations });
    const there = MessageId.of(elsewhere.locationId, arrival.fingerprint, 0);
    expect([...documents.messages.values()]).toMatchObject([
      { messageId: idOf(arrival), contactIds: [contactId] },
      { messageId: there, contactIds: [elsewhere.contactId] },
    ]);
    expect(documents.ledger(mailboxId).get(arrival.gmailId)).toEqual({
      state: 'stored',
      messageIds: [idOf(arrival), there],
      receivedAt: arrival.sentAt,
      at: now,
    });
    expect(documents.counters(mailboxId)).toEqual({ stored: 1, skipped: {} });
  });

  test('that is stored again with the same Gmail id changes no count', () => {
    const arrival = anArrival({ labels: ['INBOX', 'UNREAD'] });
    tell(stored(arrival));
    const before = conversation();
    tell(stored(arrival));
    expect(conversation()).toEqual(before);
    expect(documents.messages.size).toBe(1);
    expect(documents.counters(mailboxId)).toEqual({ stored: 1, skipped: {} });
  });
});

describe('two Gmail ids of one mailbox with the same fingerprint', () => {
  const first = anArrival();
  const second = anArrival({ fingerprint: first.fingerprint });
  const placesOf = () => [...documents.messages].map(([id, { copies }]) => [id, copies[mailboxId]?.gmailId]);
  const places = [
    [idOf(first), first.gmailId],
    [idOf(first, 1), second.gmailId],
  ];

  test('are two messages, in one batch as in two', () => {
    tell(stored(first), stored(second));
    expect(placesOf()).toEqual(places);
    documents = new Documents();
    tell(stored(first));
    tell(stored(second));
    expect(placesOf()).toEqual(places);
    expect(conversation()).toMatchObject({ messageCount: 2 });
  });

  test('keep their places when one of them has gone since', () => {
    tell(stored(first), stored(second));
    documents.messages.delete(idOf(first));
    tell(stored(second));
    expect(placesOf()).toEqual(places.slice(1));
  });

  test('keep their places when they are stored again, in whatever order', () => {
    tell(stored(first), stored(second));
    tell(stored(second), stored(first));
    expect(placesOf()).toEqual(places);
    expect(conversation()).toMatchObject({ messageCount: 2 });
  });

  test('do not take the place of one that was deleted', () => {
    tell(stored(first));
    tell(deleted(first));
    tell(stored(second));
    expect(placesOf()).toEqual(places);
    expect(conversation()).toMatchObject({ messageCount: 1, lastMessage: { messageId: idOf(first, 1) } });
  });
});

describe('a change', () => {
  test('of another Gmail id than the copy, or of a mailbox without a copy, does nothing', () => {
    const arrival = anArrival();
    tell(stored(arrival));
    const before = documents.messages.get(idOf(arrival));
    const change = { type: 'change', messageIds: [idOf(arrival)], locationIds: [locationId] } as const;
    const effectOf = ({ gmailId: id, threadId }: Arrival): NetEffect => ({
      id,
      threadId,
      effect: 'deleted',
      labels: undefined,
      labelsAdded: [],
      labelsRemoved: [],
    });
    documents.commit(mailboxId, now, [{ ...change, effect: effectOf(anArrival()) }]);
    documents.commit(colleague, now, [{ ...change, effect: effectOf(arrival) }]);
    expect(documents.messages.get(idOf(arrival))).toEqual(before);
    expect(conversation()).toMatchObject({ messageCount: 1 });
  });

  test('of a copy that was deleted neither brings it back nor dates it anew', () => {
    const arrival = anArrival();
    tell(stored(arrival));
    tell(deleted(arrival));
    const gone = documents.messages.get(idOf(arrival));
    const later = new Date('2026-11-22T11:00:00Z');
    documents.tell(mailboxId, later, [changed(arrival, { labelsAdded: ['STARRED'] })]);
    documents.tell(mailboxId, later, [deleted(arrival)]);
    expect(gone?.deletedAt).toEqual(now);
    expect(documents.messages.get(idOf(arrival))).toEqual(gone);
    expect(conversation()).toMatchObject({ messageCount: 0, unreadCount: 0, lastMessage: null });
  });

  test('to the labels that the copy has already, in whatever order, writes neither message nor conversation', () => {
    const arrival = anArrival({ labels: ['INBOX', 'UNREAD'] });
    tell(stored(arrival));
    const before = [documents.messages.get(idOf(arrival)), conversation()];
    const asks = [
      { messageIds: [idOf(arrival)], conversationIds: [], newestOf: [], membersOf: [], entryIds: [] },
    ];
    expect(tell(changed(arrival, { labelsAdded: ['UNREAD'], labelsRemoved: ['STARRED'] }))).toEqual(asks);
    expect(tell(changed(arrival, { labels: ['UNREAD', 'INBOX'] }))).toEqual(asks);
    expect([documents.messages.get(idOf(arrival)), conversation()]).toEqual(before);
  });

  test('of what was stored in the same batch is seen', () => {
    const arrival = anArrival({ labels: ['INBOX', 'UNREAD'] });
    const messageIds = [idOf(arrival)];
    const read = changed(arrival, { labelsRemoved: ['UNREAD'] });
    if (!('change' in read)) throw new Error('Not a change');
    documents.commit(mailboxId, now, [
      { type: 'store', before: undefined, arrival, destinations: [to] },
      { type: 'change', messageIds, locationIds: [locationId], effect: read.change },
    ]);
    expect(documents.messages.get(idOf(arrival))).toMatchObject({ read: true, labels: ['INBOX'] });
    expect(conversation()).toMatchObject({ messageCount: 1, unreadCount: 0 });
  });
});

describe('the counters after a replaced ledger entry', () => {
  const arrival = anArrival();
  const spam: LedgerEntry = { state: 'skipped', reason: 'spam', at: now };
  const store = (before: LedgerEntry) => ({ type: 'store', before, arrival, destinations: [to] }) as const;
  const skip = (before: LedgerEntry | undefined) =>
    ({ type: 'skip', before, gmailId: arrival.gmailId, reason: 'spam' }) as const;

  test.each([
    ['from a skip to stored', [skip(undefined), store(spam)], { stored: 1, skipped: {} }],
    [
      'from one skip to another',
      [skip({ ...spam, reason: 'draft' })],
      { stored: 0, skipped: { spam: 1, draft: -1 } },
    ],
    ['by the same', [skip(spam)], { stored: 0, skipped: {} }],
    ['that was not there', [skip(undefined)], { stored: 0, skipped: { spam: 1 } }],
  ])('move: %s', (_, ingested, counters) => {
    for (const item of ingested) documents.commit(mailboxId, now, [item]);
    expect(documents.counters(mailboxId)).toEqual(counters);
  });
});

describe('the preview', () => {
  const preview = () => conversation()?.lastMessage?.messageId;
  const emails = [1, 2, 3].map((minute) => anArrival({ sentAt: at(minute) }));
  const [one, two, three] = emails;
  if (!one || !two || !three) throw new Error('Three emails');

  test('is the newest visible message, in whatever order they come', () => {
    tell(stored(three), stored(one));
    tell(stored(two));
    expect(preview()).toBe(idOf(three));
  });

  test('falls back to the newest that is left, also when several go at once', () => {
    tell(...emails.map(stored));
    tell(deleted(three), changed(two, { labelsAdded: ['TRASH'] }));
    expect(preview()).toBe(idOf(one));
    tell(deleted(one));
    expect(conversation()?.lastMessage).toBeNull();
  });

  test('comes back with a message that leaves the trash', () => {
    tell(...emails.map(stored));
    tell(changed(three, { labelsAdded: ['TRASH'] }));
    expect(preview()).toBe(idOf(two));
    tell(changed(three, { labelsRemoved: ['TRASH'] }));
    expect(preview()).toBe(idOf(three));
  });

  test('is an older arrival when the newest goes in the same commit', () => {
    tell(stored(three));
    tell(deleted(three), stored(two), stored(one));
    expect(preview()).toBe(idOf(two));
  });
});
