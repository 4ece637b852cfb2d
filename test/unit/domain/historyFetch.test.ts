import { describe, expect, test } from '@jest/globals';
import { historyAdvice } from '../../../shared/domain/advice/historyAdvice.ts';
import {
  askForHistory,
  type HistoryFetch,
  type HistoryQuestion,
  type MailboxSearch,
  reportSearch,
  resultOf,
  SEARCH_FAILURES,
  waitingMailboxes,
} from '../../../shared/domain/historyFetch.ts';
import { HistoryFetchId, MailboxId } from '../../../shared/domain/ids.ts';
import { aContact, aLocation, anAddress } from '../../support/builders.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 9, minute));
const [first, second] = [MailboxId.of('first@example.com'), MailboxId.of('second@example.com')];
const contact = aContact();
const jobId = HistoryFetchId.of({ contactId: contact.contactId, before: null, uid: null });

const asked = (overrides: Partial<HistoryQuestion> = {}): HistoryQuestion => ({
  jobId,
  contact,
  location: aLocation(),
  before: null,
  mailboxIds: [first, second],
  now: at(0),
  ...overrides,
});

const found = (stored: number, oldest: Date | null = null, more = false): MailboxSearch => ({
  state: 'done',
  stored,
  oldest,
  more,
});

/** The fetch after these mailboxes have told of theirs, in this attempt. */
const told = (fetch: HistoryFetch, ...searches: [MailboxId, MailboxSearch][]): HistoryFetch => {
  let after = fetch;
  for (const [mailboxId, search] of searches)
    after = reportSearch({ mailboxId, attempt: fetch.attempt }, search, at(5))(after) ?? after;
  return after;
};

const begun = askForHistory(undefined, asked());

describe('a fetch of a history', () => {
  test('is over once every mailbox has been searched', () => {
    expect(begun).toMatchObject({ status: 'running', attempt: 1, startedAt: at(0), finishedAt: null });
    expect(waitingMailboxes(begun)).toEqual([first, second]);
    const half = told(begun, [first, found(2)]);
    expect(half).toMatchObject({ status: 'running', finishedAt: null });
    expect(waitingMailboxes(half)).toEqual([second]);
    expect(told(half, [second, found(3)])).toMatchObject({ status: 'done', finishedAt: at(5) });
  });

  test('is joined by whoever asks for it while it is under way', () => {
    const half = told(begun, [first, found(2)]);
    expect(askForHistory(half, asked({ now: at(1) }))).toEqual({ ...half, movedAt: at(1) });
  });

  test('takes in a mailbox that was connected while it is under way', () => {
    const third = MailboxId.of('third@example.com');
    const half = told(begun, [first, found(2)]);
    const joined = askForHistory(half, asked({ mailboxIds: [first, second, third] }));
    expect(waitingMailboxes(joined).toSorted()).toEqual([second, third].toSorted());
    expect(joined.attempt).toBe(1);
  });

  test('is done anew once it is over, and what was decided by the same rules stays decided', () => {
    const over = told(begun, [first, found(2)], [second, found(0)]);
    const again = askForHistory(over, asked({ now: at(9) }));
    expect(again).toMatchObject({ status: 'running', attempt: 2, startedAt: at(9), finishedAt: null });
    expect(again.decidedSince).toEqual({ [first]: at(0), [second]: at(0) });
    expect(told(again, [first, found(0)]).decidedSince).toEqual({ [first]: at(0), [second]: at(0) });
  });

  test.each([
    ['another address', { contact: { ...contact, emails: [anAddress()] } }],
    ['another exclusion', { location: aLocation({ excluded: ['example.org'] }) }],
    ['another rule for automated mail', { location: aLocation({ skipAutomated: true }) }],
  ])('begins anew with %s, and forgets what was decided before', (_, changed) => {
    const half = told(begun, [first, found(2)]);
    const again = askForHistory(half, asked(changed));
    expect(again).toMatchObject({ attempt: 2, decidedSince: {} });
    expect(waitingMailboxes(again)).toEqual([first, second]);
  });

  test('hears no job of an attempt before, and no mailbox twice', () => {
    const again = askForHistory(begun, asked({ contact: aContact() }));
    const late = reportSearch({ mailboxId: first, attempt: 1 }, found(9), at(1));
    expect(late(again)).toBe(again);
    expect(late(undefined)).toBeUndefined();
    const done = told(begun, [first, found(2)]);
    expect(late(done)).toBe(done);
  });

  test('a mailbox that could not be searched has decided nothing', () => {
    const failed = told(begun, [first, { state: 'failed', reason: 'left' }], [second, found(1)]);
    expect(failed).toMatchObject({ status: 'done', decidedSince: { [second]: at(0) } });
    expect(failed.decidedSince[first]).toBeUndefined();
  });
});

describe('where a fetch goes on', () => {
  test.each([
    ['nothing is stored', [found(0), found(0)], { stored: 0, oldest: null, more: false }],
    ['nothing is left', [found(1, at(3)), found(2, at(1))], { stored: 3, oldest: at(1), more: false }],
    [
      'one has more: where that one has come to',
      [found(100, at(7), true), found(2, at(1))],
      { stored: 102, oldest: at(7), more: true },
    ],
    [
      'both have more: where none has been left out',
      [found(100, at(7), true), found(100, at(8), true)],
      { stored: 200, oldest: at(8), more: true },
    ],
  ])('%s', (_, [a = found(0), b = found(0)], result) => {
    expect(resultOf(told(begun, [first, a], [second, b]))).toEqual(result);
  });
});

describe('what an agent is told', () => {
  test('of every reason why a mailbox was not searched', () => {
    for (const reason of SEARCH_FAILURES) {
      const fetch = told(begun, [first, { state: 'failed', reason }], [second, found(1)]);
      expect(historyAdvice(fetch)).toMatch(/^1 of 2 mailboxes could not be searched\. .{10}/);
    }
  });

  test('nothing, where all is well', () => {
    expect(historyAdvice(told(begun, [first, found(0)], [second, found(1)]))).toBeUndefined();
    expect(historyAdvice(begun)).toContain('being searched');
  });
});

test('the same question is the same fetch, and another one is not', () => {
  const { contactId } = contact;
  const uid = null;
  const ids = [
    HistoryFetchId.of({ contactId, before: null, uid }),
    HistoryFetchId.of({ contactId, before: at(0), uid }),
    HistoryFetchId.of({ contactId: aContact().contactId, before: null, uid }),
  ];
  expect(new Set([...ids, HistoryFetchId.of({ contactId, before: at(0), uid })]).size).toBe(3);
});
