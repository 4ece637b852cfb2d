import { describe, expect, test } from '@jest/globals';
import { CALLABLES } from '../../../shared/domain/callables/callables.ts';
import {
  EmailAddress,
  GmailMessageId,
  GmailThreadId,
  LocationId,
  MailboxId,
  SendId,
} from '../../../shared/domain/ids.ts';
import { contentOf } from '../../../shared/domain/outgoing/contentOf.ts';
import { rfc822MessageIdOf } from '../../../shared/domain/outgoing/outgoingMail.ts';
import { type AnsweredMessage, threadingOf } from '../../../shared/domain/outgoing/reply.ts';

const mailboxId = MailboxId.of('agent@example.com');
const colleague = MailboxId.of('colleague@example.com');

const copy = {
  gmailId: GmailMessageId('18c2'),
  threadId: GmailThreadId('18c1'),
  labels: [],
  direction: 'inbound' as const,
  differs: false,
  deletedAt: null,
};

const answered = (
  envelope: Partial<AnsweredMessage['envelope']> = {},
  inMailbox = mailboxId,
): AnsweredMessage => ({
  locationId: LocationId('estio'),
  envelope: {
    rfc822MessageId: 'c@x.org',
    references: ['a@x.org', 'b@x.org'],
    subject: 'The flat',
    ...envelope,
  },
  copies: { [inMailbox]: copy },
});

const reply = (subject: string | undefined, to: AnsweredMessage | undefined) =>
  threadingOf(subject, to, mailboxId);

describe('an answer', () => {
  test('names what it answers, and what that answered', () => {
    expect(reply(undefined, answered())).toEqual({
      subject: 'Re: The flat',
      inReplyTo: 'c@x.org',
      references: ['a@x.org', 'b@x.org', 'c@x.org'],
      threadId: copy.threadId,
    });
  });

  test.each([
    ['Re: The flat', 'Re: The flat'],
    ['RE:The flat', 'RE:The flat'],
    [' re : The flat', ' re : The flat'],
    ['Fwd: The flat', 'Re: Fwd: The flat'],
    ['Regarding: The flat', 'Re: Regarding: The flat'],
    ['', 'Re:'],
  ])('to %j has the subject %j unless told', (subject, expected) => {
    expect(reply(undefined, answered({ subject })).subject).toBe(expected);
  });

  test.each([
    ['AW: the Flat', copy.threadId],
    ['The flat', copy.threadId],
    ['Fwd: Re: WG: The flat ', copy.threadId],
    ['Another flat', undefined],
    ['', undefined],
  ])('under the subject %j goes into the thread %s', (subject, threadId) => {
    const { references, ...threading } = reply(subject, answered());
    expect(threading).toEqual({ subject, inReplyTo: 'c@x.org', threadId });
    expect(references).toHaveLength(3);
  });

  test('from a mailbox that has no copy begins a thread there, and is one for its readers', () => {
    const threading = reply(undefined, answered({}, colleague));
    expect(threading).toMatchObject({ inReplyTo: 'c@x.org', threadId: undefined });
    expect(threading.references).toHaveLength(3);
  });

  test('in a long thread keeps its root and the newest', () => {
    const ids = Array.from({ length: 100 }, (_, index) => `${index}@x.org`);
    const { references } = reply(undefined, answered({ references: ids, rfc822MessageId: 'last@x.org' }));
    expect(references).toEqual(['0@x.org', ...ids.slice(81), 'last@x.org']);
  });

  test('names each id once, and what it answers last', () => {
    const { references } = reply(undefined, answered({ references: ['a@x', 'c@x.org', 'b@x'] }));
    expect(references).toEqual(['a@x', 'b@x', 'c@x.org']);
  });

  test.each(['', 'a b@x', 'a@x\r\nBcc: eve@x.org', 'a@x>,<b@x', 'ä@x', `${'x'.repeat(999)}@x`, 'a\u0000@x'])(
    'never takes over %j from a stored message',
    (broken) => {
      const message = answered({ rfc822MessageId: broken, references: ['a@x.org', broken] });
      expect(reply(undefined, message)).toMatchObject({ inReplyTo: undefined, references: ['a@x.org'] });
    },
  );
});

test('a new mail answers nothing', () => {
  expect(reply('The flat', undefined)).toEqual({
    subject: 'The flat',
    inReplyTo: undefined,
    references: [],
    threadId: undefined,
  });
});

describe('the Message-ID of a send', () => {
  const id = (requestId: string, mailbox = mailboxId, from = 'agent@example.com') =>
    rfc822MessageIdOf(SendId.of(mailbox, requestId), EmailAddress(from));

  test('is the same each time, under the domain of the sender', () => {
    expect(id('request-1')).toBe(id('request-1'));
    expect(id('request-1')).toMatch(/^s\.[\w-]{27}@example\.com$/);
    expect(id('request-1', mailboxId, '"odd@one"@example.org')).toMatch(/@example\.org$/);
  });

  test('is another one for another request or mailbox', () => {
    expect(new Set([id('request-1'), id('request-2'), id('request-1', colleague)]).size).toBe(3);
  });
});

describe('the content of a mail', () => {
  const given = {
    mailboxId,
    requestId: 'request-1',
    to: ['ann@x.org', { name: 'Bob', address: 'bob@x.org' }],
    subject: 'The flat',
    text: 'Hi',
    attachments: [{ filename: 'a.txt', data: 'YQ==' }],
  };
  const hash = (changes: object = {}) =>
    contentOf(CALLABLES.sendMessage.input.parse({ ...given, ...changes }));

  test('is the same for the same mail, however its addresses are written', () => {
    expect(hash({ to: ['Ann@X.org', { name: 'Bob', address: 'bob@x.org' }] })).toBe(hash());
  });

  test('is not the requestId', () => {
    expect(hash({ requestId: 'request-2' })).toBe(hash());
  });

  test.each([
    { to: ['ann@x.org'] },
    { to: ['ann@x.org'], cc: [{ name: 'Bob', address: 'bob@x.org' }] },
    { to: ['ann@x.org', { name: 'Rob', address: 'bob@x.org' }] },
    { bcc: ['eve@x.org'] },
    { from: 'agent@example.com' },
    { subject: 'The other flat' },
    { text: 'Ho' },
    { text: undefined, html: 'Hi' },
    { html: '' },
    { attachments: [] },
    { attachments: [{ filename: 'a.txt', data: 'Yg==' }] },
    { attachments: [{ filename: 'b.txt', data: 'YQ==' }] },
    { attachments: [{ filename: 'a.txt', mimeType: 'text/plain', data: 'YQ==' }] },
    { replyToMessageId: MailboxId.of('any') },
  ])('is another one with %j', (changes) => {
    expect(hash(changes)).not.toBe(hash());
  });
});
