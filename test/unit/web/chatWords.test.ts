import { describe, expect, test } from '@jest/globals';
import { SEARCH_FAILURES } from '../../../shared/domain/historyFetch.ts';
import { ENTRY_SKIP_REASONS, FAIL_REASONS } from '../../../shared/domain/outbox/outbox.ts';
import { deliveryWords } from '../../../web/src/screens/inbox/chat/deliveryWords.ts';
import { eventAnswer, eventTime, eventTitle } from '../../../web/src/screens/inbox/chat/eventWords.ts';
import { personOf } from '../../../web/src/screens/inbox/chat/people.ts';
import {
  askedFor,
  held,
  ON_OPENING,
  wantsRead,
} from '../../../web/src/screens/inbox/chat/reading/readPolicy.ts';
import {
  historyFailures,
  historyInWords,
  historyProgress,
  historyResult,
} from '../../../web/src/words/historyWords.ts';

describe('an event', () => {
  test('is told in the time of whoever reads', () => {
    const event = { start: '2026-12-02T10:00:00.000Z', end: '2026-12-02T11:00:00.000Z' };
    expect(eventTime(event, 'Europe/Berlin')).toMatch(/11:00.+12:00/);
    expect(eventTime(event, 'Asia/Tokyo')).toMatch(/0?7:00.+0?8:00/);
  });

  test('of whole days is on the same days everywhere, and its end is the last of them', () => {
    expect(eventTime({ start: '2026-12-02', end: '2026-12-03' }, 'Pacific/Apia')).toMatch(/2/);
    expect(eventTime({ start: '2026-12-02', end: '2026-12-03' })).not.toMatch(/3/);
    expect(eventTime({ start: '2026-12-02', end: '2026-12-05' })).toMatch(/4/);
  });

  test('without a zone is at that time of the clock wherever one is', () => {
    expect(eventTime({ start: '2026-12-02T10:00:00', end: null }, 'Asia/Tokyo')).toMatch(/10:00/);
  });

  test.each([null, 'nonsense', ''])('that begins at %j is told without a time', (start) => {
    expect(eventTime({ start, end: null })).toBeUndefined();
  });

  test('that ends before it begins is told by its beginning', () => {
    expect(eventTime({ start: '2026-12-02T10:00:00Z', end: '2026-12-01T10:00:00Z' }, 'UTC')).toMatch(/10:00/);
  });

  test('says what the mail does with it', () => {
    expect(eventTitle({ method: 'REQUEST', status: null })).toBe('Invitation');
    expect(eventTitle({ method: 'REQUEST', status: 'CANCELLED' })).toBe('Cancelled event');
    expect(eventAnswer({ method: 'REPLY', answer: 'DECLINED' })).toBe('Declined');
    expect(eventAnswer({ method: 'REQUEST', answer: 'NEEDS-ACTION' })).toBeUndefined();
  });
});

describe('a fetch of older mail', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 10, day));
  const mailboxes = {
    a: { state: 'done', stored: 30, oldest: at(3), more: true },
    b: { state: 'done', stored: 7, oldest: at(9), more: true },
    c: { state: 'done', stored: 0, oldest: at(20), more: false },
  } as const;

  test('goes on where no mailbox misses anything', () => {
    expect(historyResult({ mailboxes })).toEqual({ stored: 37, before: at(9) });
    expect(historyInWords({ stored: 37, before: at(9) })).toBe('37 older messages added.');
    expect(historyInWords({ stored: 1, before: null })).toBe('1 older message added.');
    expect(historyInWords({ stored: 0, before: null })).toBe('Nothing older was found.');
  });

  test('tells how far it is', () => {
    const waiting = { state: 'waiting', done: 10, total: 40 } as const;
    expect(historyProgress({ mailboxes: { ...mailboxes, d: waiting } })).toEqual({ done: 10, total: 40 });
  });

  test.each(SEARCH_FAILURES)('has a sentence for the failure %s', (reason) => {
    const failed = { mine: { state: 'failed', reason }, theirs: { state: 'failed', reason } } as const;
    const told = historyFailures({ mailboxes: failed }, (id) => (id === 'mine' ? 'me@x.example' : undefined));
    expect(told).toEqual([
      expect.stringMatching(/^me@x\.example: [A-Z].+\.$/),
      expect.stringMatching(/^A colleague’s mailbox: [A-Z].+\.$/),
    ]);
    expect(told[0]).not.toMatch(/could not be searched/);
  });
});

describe('a delivery', () => {
  test.each(FAIL_REASONS)('that failed as %s says why', (reason) => {
    expect(deliveryWords({ state: 'failed', reason }).long).toMatch(
      /^It could not be logged\. [A-Z].+\. Whoever/,
    );
  });

  test.each(ENTRY_SKIP_REASONS)('that was skipped as %s says why', (reason) => {
    expect(deliveryWords({ state: 'skipped', reason }).long).not.toBe('It is not logged in GoHighLevel.');
  });
});

describe('a sender', () => {
  test.each([
    ['Ann Archer', 'ann@x.example', 'Ann Archer', null],
    ['ann@x.example', 'ann@x.example', '', null],
    ['security@bank.example', 'ann@x.example', '', null],
    ['Ann \u202exyz', 'ann@x.example', 'Ann xyz', null],
    ['Ann', 'ann@b\u0430nk.example', 'Ann', 'xn--bnk-6cd.example'],
    ['Ann', 'ann@xn--bnk-6cd.example', 'Ann', 'xn--bnk-6cd.example'],
  ])('%j <%s> is called %j', (name, address, shown, unusualDomain) => {
    expect(personOf({ name, address })).toEqual({ name: shown, address, unusualDomain });
  });
});

describe('what is seen', () => {
  test('is marked once, whatever comes of it, and once more with what is new', () => {
    expect(wantsRead(ON_OPENING, [])).toBe(false);
    expect(wantsRead(ON_OPENING, ['a'])).toBe(true);
    const asked = askedFor(ON_OPENING, ['a']);
    expect(wantsRead(asked, ['a'])).toBe(false);
    expect(wantsRead(asked, ['a', 'b'])).toBe(true);
  });

  test('is not marked while it is held as unread', () => {
    const kept = held(askedFor(ON_OPENING, ['a']), true);
    expect(wantsRead(kept, ['a', 'b'])).toBe(false);
    expect(wantsRead(held(kept, false), ['b'])).toBe(true);
  });
});
