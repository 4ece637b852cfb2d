import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Arrival, Destination } from '../../../shared/domain/arrival.ts';
import { ConversationId, MailboxId, MessageId } from '../../../shared/domain/ids.ts';
import { aContact, anAddress, anArrival } from '../../support/builders.ts';
import { Documents, type Told } from './documents.ts';

const now = new Date('2026-11-22T10:00:00Z');
const at = (minute: number) => new Date(`2026-11-02T10:${String(minute).padStart(2, '0')}:00Z`);
const { contactId, locationId } = aContact();
const to: Destination = { locationId, contactIds: [contactId] };
const conversationId = ConversationId.of(locationId, contactId);
const mailboxId = MailboxId.of(anAddress('agent'));
const colleague = MailboxId.of(anAddress('colleague'));
const idOf = ({ fingerprint }: Arrival) => MessageId.of(locationId, fingerprint, 0);

let documents: Documents;
beforeEach(() => {
  documents = new Documents();
});
const tell = (whose: MailboxId, ...arrivals: readonly Arrival[]) =>
  documents.tell(
    whose,
    now,
    arrivals.map((arrival): Told => ({ arrival, destinations: [to] })),
  );
const deleted = ({ gmailId: id, threadId }: Arrival): Told => ({
  change: { id, threadId, effect: 'deleted', labels: undefined, labelsAdded: [], labelsRemoved: [] },
});
const conversation = () => documents.conversations.get(conversationId);

/** Takes out of the documents what the mailbox's ledger names, or just these of it. */
function erase(whose = mailboxId, ids = [...documents.ledger(whose).keys()]) {
  const ledger = documents.ledger(whose);
  return documents.commit(
    whose,
    now,
    ids.flatMap((gmailId) => {
      const before = ledger.get(gmailId);
      return before ? [{ type: 'erase', gmailId, before, locationIds: [locationId] } as const] : [];
    }),
  );
}

describe('erasing what a mailbox brought', () => {
  test('leaves nothing: no message, conversation, ledger entry or count', () => {
    const [one, two] = [anArrival(), anArrival({ labels: ['UNREAD'] })];
    tell(mailboxId, one, two);
    documents.commit(mailboxId, now, [
      { type: 'skip', before: undefined, gmailId: anArrival().gmailId, reason: 'no-contact' },
    ]);
    erase();
    expect(documents.messages.size).toBe(0);
    expect(documents.conversations.size).toBe(0);
    expect(documents.ledger(mailboxId).size).toBe(0);
    expect(documents.counters(mailboxId)).toEqual({ stored: 0, skipped: {} });
  });

  test('asks for a conversation’s messages only where its last visible one goes', () => {
    const [older, newer] = [anArrival({ sentAt: at(1) }), anArrival({ sentAt: at(2) })];
    tell(mailboxId, older, newer);
    const membersAsked = (arrival: Arrival) =>
      erase(mailboxId, [arrival.gmailId]).flatMap(({ membersOf }) => membersOf);
    expect(membersAsked(older)).toEqual([]);
    expect(membersAsked(newer)).toEqual([{ conversationId, limit: 2 }]);
  });

  test('moves the counts, and the preview to the newest that is left', () => {
    const [older, newer] = [
      anArrival({ sentAt: at(1), labels: ['UNREAD'] }),
      anArrival({ sentAt: at(2), labels: ['UNREAD'] }),
    ];
    tell(mailboxId, older, newer);
    erase(mailboxId, [newer.gmailId]);
    expect(conversation()).toMatchObject({
      messageCount: 1,
      unreadCount: 1,
      lastMessage: { messageId: idOf(older) },
    });
  });

  test('leaves a message that another mailbox has, drawn from that copy alone', () => {
    const mine = anArrival({ direction: 'outbound', labels: ['SENT'] });
    const theirs = anArrival({ fingerprint: mine.fingerprint, labels: ['INBOX', 'UNREAD'] });
    tell(mailboxId, mine);
    tell(colleague, theirs);
    erase();
    expect(documents.messages.get(idOf(mine))).toMatchObject({
      direction: 'inbound',
      labels: ['INBOX', 'UNREAD'],
      read: false,
      emailMessageId: theirs.gmailId,
      emailThreadId: theirs.threadId,
    });
    expect(Object.keys(documents.messages.get(idOf(mine))?.copies ?? {})).toEqual([colleague]);
    expect(conversation()).toMatchObject({
      messageCount: 1,
      unreadCount: 1,
      lastMessage: { direction: 'inbound' },
    });
  });

  test('keeps the Gmail ids of a message that another mailbox had first', () => {
    const theirs = anArrival();
    tell(colleague, theirs);
    tell(mailboxId, anArrival({ fingerprint: theirs.fingerprint }));
    erase();
    expect(documents.messages.get(idOf(theirs))).toMatchObject({ emailMessageId: theirs.gmailId });
  });

  test('hides a message whose other copy is deleted, and leaves its conversation', () => {
    const mine = anArrival();
    const theirs = anArrival({ fingerprint: mine.fingerprint });
    tell(mailboxId, mine);
    tell(colleague, theirs);
    documents.tell(colleague, now, [deleted(theirs)]);
    erase();
    expect(documents.messages.get(idOf(mine))).toMatchObject({ deletedAt: now });
    expect(conversation()).toMatchObject({ messageCount: 0, lastMessage: null });
  });

  test('leaves a conversation that still has a deleted message of another mailbox, until that goes, too', () => {
    const [mine, theirs] = [anArrival(), anArrival()];
    tell(mailboxId, mine);
    tell(colleague, theirs);
    documents.tell(colleague, now, [deleted(theirs)]);
    erase();
    expect(documents.messages.has(idOf(mine))).toBe(false);
    expect(conversation()).toMatchObject({ messageCount: 0, unreadCount: 0, lastMessage: null });
    erase(colleague);
    expect(conversation()).toBeUndefined();
  });

  test('takes messages that were deleted in Gmail as well', () => {
    const arrival = anArrival();
    tell(mailboxId, arrival);
    documents.tell(mailboxId, now, [deleted(arrival)]);
    erase();
    expect(documents.messages.size + documents.conversations.size).toBe(0);
  });

  test('leaves a message alone that is a copy of another Gmail id by now', () => {
    const arrival = anArrival();
    tell(mailboxId, arrival);
    const { gmailId } = anArrival();
    const before = documents.ledger(mailboxId).get(arrival.gmailId);
    if (!before) throw new Error('Not in the ledger');
    documents.commit(mailboxId, now, [{ type: 'erase', gmailId, before, locationIds: [locationId] }]);
    expect(documents.messages.has(idOf(arrival))).toBe(true);
  });
});

test('forgetting what a former agent’s ledger says leaves messages and counters alone', () => {
  const arrival = anArrival();
  tell(mailboxId, arrival);
  const [message, counters] = [documents.messages.get(idOf(arrival)), documents.counters(mailboxId)];
  documents.commit(mailboxId, now, [{ type: 'forget', gmailId: arrival.gmailId }]);
  expect(documents.ledger(mailboxId).size).toBe(0);
  expect(documents.messages.get(idOf(arrival))).toEqual(message);
  expect(documents.counters(mailboxId)).toEqual(counters);
});
