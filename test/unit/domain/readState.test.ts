import { describe, expect, test } from '@jest/globals';
import { GmailMessageId, GmailThreadId, MailboxId, MessageId } from '../../../shared/domain/ids.ts';
import type { MailboxCopy } from '../../../shared/domain/message.ts';
import { type HeldMessage, planReadState, settledBy } from '../../../shared/domain/readState.ts';

const [mine, theirs] = [MailboxId.of('mine@example.com'), MailboxId.of('theirs@example.com')];
const UNREAD = ['INBOX', 'UNREAD'];

const copy = (labels: readonly string[], rest: Partial<MailboxCopy> = {}): MailboxCopy => ({
  gmailId: GmailMessageId('g'),
  threadId: GmailThreadId('t'),
  labels,
  direction: 'inbound',
  differs: false,
  deletedAt: null,
  ...rest,
});

const held = (read: boolean, copies: HeldMessage['copies'], id = 'm'): HeldMessage => ({
  messageId: MessageId(id),
  read,
  copies,
});

const marked = (messageId = 'm') => ({ messageId, gmailId: 'g', threadId: 't' });

describe('to mark as read', () => {
  test('takes every visible copy of a message that is unread', () => {
    const plan = planReadState([held(false, { [mine]: copy(UNREAD), [theirs]: copy(UNREAD) })], true);
    expect([...plan]).toEqual([
      [mine, [marked()]],
      [theirs, [marked()]],
    ]);
  });

  test.each([
    ['in the trash', copy([...UNREAD, 'TRASH'])],
    ['in spam', copy([...UNREAD, 'SPAM'])],
    ['deleted', copy(UNREAD, { deletedAt: new Date() })],
    ['read there already', copy(['INBOX'])],
  ])('leaves alone a copy that is %s', (_, other) => {
    const plan = planReadState([held(false, { [mine]: copy(UNREAD), [theirs]: other })], true);
    expect([...plan.keys()]).toEqual([mine]);
  });

  test('leaves alone a message that one has read', () => {
    const copies = { [mine]: copy(UNREAD), [theirs]: copy(['INBOX']) };
    expect(planReadState([held(true, copies)], true).size).toBe(0);
  });

  test('asks each mailbox once for all of its messages', () => {
    const messages = ['a', 'b'].map((id) => held(false, { [mine]: copy(UNREAD) }, id));
    expect([...planReadState(messages, true)]).toEqual([[mine, [marked('a'), marked('b')]]]);
  });

  test('moves a message as soon as one mailbox is marked', () => {
    const plan = planReadState([held(false, { [mine]: copy(UNREAD), [theirs]: copy(UNREAD) })], true);
    expect(settledBy(plan, new Set([mine]), true)).toEqual({ changed: 1, unmoved: 0 });
    expect(settledBy(plan, new Set(), true)).toEqual({ changed: 0, unmoved: 1 });
  });
});

describe('to mark as unread', () => {
  test('takes the copies that are read, wherever they are', () => {
    const copies = { [mine]: copy(UNREAD), [theirs]: copy(['INBOX']) };
    expect([...planReadState([held(true, copies)], false)]).toEqual([[theirs, [marked()]]]);
  });

  test('moves a message only once all mailboxes are marked', () => {
    const plan = planReadState([held(true, { [mine]: copy(['INBOX']), [theirs]: copy([]) })], false);
    expect(settledBy(plan, new Set([mine]), false)).toEqual({ changed: 1, unmoved: 1 });
    expect(settledBy(plan, new Set([mine, theirs]), false)).toEqual({ changed: 1, unmoved: 0 });
  });
});
