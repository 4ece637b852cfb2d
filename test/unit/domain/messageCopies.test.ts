import { describe, expect, test } from '@jest/globals';
import type { Arrival } from '../../../shared/domain/arrival.ts';
import { ContactId, ConversationId, LocationId, MailboxId, MessageId } from '../../../shared/domain/ids.ts';
import type { MailboxCopy, Message } from '../../../shared/domain/message.ts';
import { acceptsCopy, withArrival, withCopy } from '../../../shared/domain/messageCopies.ts';
import { anArrival } from '../../support/builders.ts';

const now = new Date('2026-11-22T10:00:00Z');
const later = new Date('2026-11-22T11:00:00Z');
const locationId = LocationId('location');
const [ann, bob] = [MailboxId('ann'), MailboxId('bob')];
const [x, y] = [ContactId('x'), ContactId('y')];
const messageId = MessageId('message');

const brought = (
  mailboxId: MailboxId,
  overrides: Partial<Arrival> = {},
  { to, contactIds = [x] }: { to?: Message; contactIds?: ContactId[] } = {},
): Message => withArrival(to, anArrival(overrides), { locationId, contactIds, messageId, mailboxId, now });

function changed(message: Message, mailboxId: MailboxId, change: Partial<MailboxCopy>, at = now): Message {
  const copy = message.copies[mailboxId];
  if (!copy) throw new Error(`${mailboxId} has no copy`);
  return withCopy(message, mailboxId, { ...copy, ...change }, at);
}

/** One email in both mailboxes, with these labels. */
const inBoth = (annsLabels: readonly string[], bobsLabels: readonly string[]) =>
  brought(bob, { labels: bobsLabels }, { to: brought(ann, { labels: annsLabels }) });

describe('a second mailbox that brings the email', () => {
  const first = anArrival({ sentAt: new Date('2026-11-02T10:00:00Z') });
  const second = anArrival({ sentAt: new Date('2026-11-02T10:00:02Z') });
  const message = brought(bob, second, { to: brought(ann, first), contactIds: [y, x] });

  test('adds its copy, and leaves the content, the time and the Gmail ids of the first', () => {
    expect(message).toMatchObject({
      snippet: first.content.snippet,
      sentAt: first.sentAt,
      emailMessageId: first.gmailId,
      emailThreadId: first.threadId,
    });
    expect(Object.keys(message.copies)).toEqual([ann, bob]);
  });

  test('is told from the first where its words are not quite the same', () => {
    const { content } = second;
    const body = { ...content.body, text: `${content.body.text}\n-- \nSent by Estio` };
    const footed = brought(bob, { ...second, content: { ...content, body } }, { to: brought(ann, first) });
    expect(footed.copies).toMatchObject({ [ann]: { differs: false }, [bob]: { differs: true } });
    expect(message.copies).toMatchObject({ [ann]: { differs: false }, [bob]: { differs: false } });
    expect(footed.body).toEqual(first.content.body);
  });

  test('adds its contacts, each once, with their conversations at the same place', () => {
    expect(message.contactIds).toEqual([x, y]);
    expect(message.conversationIds).toEqual([x, y].map((contact) => ConversationId.of(locationId, contact)));
  });
});

describe('the direction', () => {
  test.each([
    ['inbound', 'inbound', 'inbound'],
    ['inbound', 'outbound', 'outbound'],
    ['outbound', 'inbound', 'outbound'],
    ['outbound', 'outbound', 'outbound'],
  ] as const)('of copies that are %s and %s is %s', (annsDirection, bobsDirection, direction) => {
    const message = brought(
      bob,
      { direction: bobsDirection },
      { to: brought(ann, { direction: annsDirection }) },
    );
    expect(message.direction).toBe(direction);
  });

  test('stays outbound when the sender deletes their copy', () => {
    const message = brought(bob, {}, { to: brought(ann, { direction: 'outbound' }) });
    expect(changed(message, ann, { deletedAt: now }).direction).toBe('outbound');
  });
});

describe('an email', () => {
  test.each([
    ['no mailbox has read it', ['INBOX', 'UNREAD'], ['UNREAD'], false],
    ['one has read it', ['INBOX', 'UNREAD'], ['INBOX'], true],
    ['only one has it unread, the other in the trash', ['UNREAD'], ['TRASH'], false],
    ['all have it in the trash', ['UNREAD', 'TRASH'], ['UNREAD', 'SPAM'], true],
  ])('where %s: counts as read or not', (_, annsLabels, bobsLabels, read) => {
    expect(inBoth(annsLabels, bobsLabels).read).toBe(read);
    expect(inBoth(bobsLabels, annsLabels).read).toBe(read);
  });

  test('that an agent wrote to himself is read, although Gmail delivers it unread', () => {
    expect(brought(ann, { direction: 'outbound', labels: ['SENT', 'INBOX', 'UNREAD'] }).read).toBe(true);
  });

  test('has the labels of its visible copies, each once and in order', () => {
    expect(inBoth(['INBOX', 'STARRED'], ['INBOX', 'IMPORTANT']).labels).toEqual([
      'IMPORTANT',
      'INBOX',
      'STARRED',
    ]);
    expect(inBoth(['INBOX', 'STARRED'], ['IMPORTANT', 'TRASH']).labels).toEqual(['INBOX', 'STARRED']);
  });
});

describe('one mailbox that lets go of its copy', () => {
  test.each([
    ['deletes', { deletedAt: now }],
    ['trashes', { labels: ['TRASH'] }],
    ['reports as spam', { labels: ['SPAM'] }],
  ])('%s: leaves the other mailbox’s, and the message with it', (_, change) => {
    const both = inBoth(['INBOX'], ['IMPORTANT']);
    const left = changed(both, ann, change);
    expect(left).toMatchObject({ deletedAt: null, labels: ['IMPORTANT'] });
    expect(left.copies[bob]).toEqual(both.copies[bob]);
    expect(changed(left, bob, change, later)).toMatchObject({ deletedAt: later, labels: [] });
  });

  test('is dated by when the last copy went, not by what happens to it afterwards', () => {
    const gone = changed(brought(ann), ann, { labels: ['TRASH'] });
    expect(changed(gone, ann, { deletedAt: later }, later)).toMatchObject({ deletedAt: now });
  });

  test('shows the message again when it takes the copy out of the trash', () => {
    const gone = changed(brought(ann), ann, { labels: ['TRASH'] });
    expect(changed(gone, ann, { labels: ['INBOX'] })).toMatchObject({ deletedAt: null, labels: ['INBOX'] });
  });

  test('shows the message again when another mailbox brings it', () => {
    const gone = changed(brought(ann), ann, { deletedAt: now });
    expect(brought(bob, {}, { to: gone })).toMatchObject({ deletedAt: null });
  });
});

describe('the place of a Gmail id', () => {
  const arrival = anArrival();
  const message = brought(ann, arrival);
  const another = anArrival({ fingerprint: arrival.fingerprint });
  const saying = (text: string) => {
    const { content } = arrival;
    return { ...another, content: { ...content, body: { ...content.body, text } } };
  };

  test.each([
    ['a message that is not there', undefined, ann, another, true],
    ['the message that it is a copy of', message, ann, arrival, true],
    [
      'the message that it is a copy of, read anew',
      message,
      ann,
      { ...saying('Else'), gmailId: arrival.gmailId },
      true,
    ],
    ['a message that its mailbox has no copy of', message, bob, another, true],
    ['a message that its mailbox has under another Gmail id', message, ann, another, false],
    ['a message with other words', message, bob, saying('Something quite different from that'), false],
    ['such a message, deleted there', changed(message, ann, { deletedAt: now }), ann, another, false],
  ])('%s', (_, existing, mailboxId, arriving, accepted) => {
    expect(acceptsCopy(existing, mailboxId, arriving)).toBe(accepted);
  });
});
