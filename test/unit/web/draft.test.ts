import { describe, expect, test } from '@jest/globals';
import { sendMessage } from '../../../shared/domain/callables/sendMessage.ts';
import { LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import { threadingOf } from '../../../shared/domain/outgoing/reply.ts';
import { replySubject } from '../../../web/src/screens/inbox/composer/drafts/beginnings.ts';
import {
  type Draft,
  isEmpty,
  outdated,
  readDraft,
} from '../../../web/src/screens/inbox/composer/drafts/draft.ts';
import { mailOf, problemOf } from '../../../web/src/screens/inbox/composer/mailOf.ts';

const DAY_MS = 24 * 60 * 60_000;
const now = Date.now();
const ann = { name: 'Ann', address: 'ann@example.com' };
const [LOCATION, MAILBOX] = [LocationId('l'), MailboxId('m'.repeat(27))];
const sender = { mailboxId: 'm'.repeat(27), address: 'olivia@firm.example' };

const aDraft = (changes: Partial<Draft> = {}): Draft => ({
  version: 1,
  requestId: 'request-1',
  sender,
  to: [ann],
  cc: [],
  bcc: [],
  subject: null,
  html: '<div dir="auto">Hello</div>',
  files: [],
  answers: { messageId: 'a'.repeat(27), subject: 'The flat' },
  isAddressedByHand: false,
  attempt: null,
  changedAt: now,
  ...changes,
});
const content = { text: 'Hello', html: undefined };
const anAttempt = (at: number) => ({ mail: mailOf(aDraft(), content, sender), at, doubt: null });

describe('a draft that was kept', () => {
  test('is read as it was written, on its way or not', () => {
    const drafts = [
      aDraft(),
      aDraft({ attempt: anAttempt(now), subject: 'Other', answers: null }),
      aDraft({ attempt: { ...anAttempt(now), doubt: { words: 'Perhaps.', askAt: now, asked: 1 } } }),
    ];
    for (const draft of drafts) expect(readDraft(JSON.stringify(draft), now)).toEqual(draft);
  });

  test.each([
    null,
    '',
    'null',
    '{',
    '[]',
    '"draft"',
    JSON.stringify({ ...aDraft(), version: 2 }),
    JSON.stringify({ ...aDraft(), to: 'ann@example.com' }),
    JSON.stringify({ ...aDraft(), attempt: {} }),
  ])('is none where it is unlike one: %s', (kept) => expect(readDraft(kept, now)).toBeUndefined());

  test('is forgotten before the server forgets that it was sent', () => {
    const old = now - 21 * DAY_MS;
    expect(readDraft(JSON.stringify(aDraft({ changedAt: old })), now)).toBeUndefined();
    expect(readDraft(JSON.stringify(aDraft({ attempt: anAttempt(old) })), now)).toBeUndefined();
    expect(readDraft(JSON.stringify(aDraft({ changedAt: now - 19 * DAY_MS })), now)).toBeDefined();
  });

  test('makes room for later ones, unless it is being sent', () => {
    const drafts = new Map<string, Draft | undefined>(
      Array.from({ length: 52 }, (_, index) => [`d${index}`, aDraft({ changedAt: now - index })]),
    );
    drafts.set('sending', aDraft({ changedAt: now - 1_000, attempt: anAttempt(now - 1_000) }));
    drafts.set('unreadable', undefined);
    expect(outdated(drafts, now)).toEqual(['unreadable', 'd50', 'd51']);
  });
});

describe('a draft is worth keeping', () => {
  const empty = aDraft({ html: '<div dir="auto"><br></div>' });

  test('once something is in it', () => {
    expect(isEmpty(empty)).toBe(true);
    expect(isEmpty(aDraft({ ...empty, html: '<ul><li></li></ul>' }))).toBe(false);
    expect(isEmpty(aDraft())).toBe(false);
  });

  test('for its files, people and subject alone', () => {
    const file = { fileId: 'f', filename: 'a.pdf', mimeType: 'application/pdf', size: 1 };
    expect(isEmpty({ ...empty, files: [file] })).toBe(false);
    expect(isEmpty({ ...empty, isAddressedByHand: true })).toBe(false);
    expect(isEmpty({ ...empty, answers: null, subject: 'The flat' })).toBe(false);
    expect(isEmpty({ ...empty, answers: null, subject: '' })).toBe(true);
  });

  test('whatever is in it, while it is being sent', () => {
    expect(isEmpty({ ...empty, attempt: anAttempt(now) })).toBe(false);
  });
});

describe('a mail that is to be sent', () => {
  test('needs somebody who gets it, and something in it', () => {
    expect(problemOf(aDraft({ to: [] }), content)).toMatchObject({ field: 'to' });
    expect(problemOf(aDraft({ to: [], bcc: [ann] }), content)).toBeUndefined();
    expect(problemOf(aDraft(), { text: '', html: undefined })).toMatchObject({ field: 'text' });
    const many = Array.from({ length: 501 }, (_, index) => ({ name: '', address: `p${index}@example.com` }));
    expect(problemOf(aDraft({ cc: many }), content)).toMatchObject({ field: 'to' });
    expect(problemOf(aDraft({ subject: 'x'.repeat(901) }), content)).toMatchObject({ field: 'subject' });
  });

  test('fits into a call with its files and its words', () => {
    const file = { fileId: 'f', filename: 'a.pdf', mimeType: 'application/pdf', size: 25_000_000 };
    expect(problemOf(aDraft({ files: [file] }), content)).toBeUndefined();
    expect(problemOf(aDraft({ files: [file] }), { ...content, text: 'x'.repeat(200_000) })).toMatchObject({
      field: 'files',
    });
  });

  test('is what the server takes', () => {
    const {
      sender: from,
      files: _,
      ...mail
    } = mailOf(
      aDraft({ subject: 'Two\nlines ', cc: [ann] }),
      { text: 'Hello', html: '<b>Hello</b>' },
      sender,
    );
    const read = sendMessage.input.parse({
      ...mail,
      mailboxId: from.mailboxId,
      from: from.address,
      requestId: 'request-1',
    });
    expect(read).toMatchObject({ subject: 'Two lines', to: [ann], cc: [ann], html: '<b>Hello</b>' });
  });

  test('has the subject that the server gives an answer, unless it is changed', () => {
    expect(mailOf(aDraft(), content, sender)).not.toHaveProperty('subject');
    for (const subject of ['The flat', 'Re: The flat', ' RE : The flat', '']) {
      const answered = {
        locationId: LOCATION,
        copies: {},
        envelope: { subject, rfc822MessageId: 'm@example.com', references: [] },
      };
      const { subject: given } = threadingOf(undefined, answered, MAILBOX);
      expect(replySubject(subject)).toBe(given);
    }
  });
});
