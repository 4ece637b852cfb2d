import { describe, expect, test } from '@jest/globals';
import { explain, explainStored, unreachable } from '../../../shared/domain/explain.ts';
import { Explanation, type Found, type FoundMail } from '../../../shared/domain/explanation.ts';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { EmailAddress, LocationId, MessageId } from '../../../shared/domain/ids.ts';
import { type LedgerEntry, SKIP_REASONS, type SkipReason } from '../../../shared/domain/ledger.ts';
import type { Mailbox, Recovery } from '../../../shared/domain/mailbox.ts';
import { SYNC_ERROR_CODES } from '../../../shared/domain/syncError.ts';
import { aMailbox } from '../../support/builders.ts';

const day = (number: number) => new Date(`2026-11-${String(number).padStart(2, '0')}T10:00:00Z`);
const CONNECTED = day(5);
const SEEN = day(10);
const AT = SEEN.toISOString();
const cursor = HistoryId.of('1000');

const live = (overrides: { recovery?: Recovery; pausedUntil?: Date; syncedSince?: Date } = {}): Mailbox =>
  aMailbox({ status: 'live', historyId: cursor, watch: null }, { connectedAt: CONNECTED, ...overrides });
const stopped = { since: day(12), resumes: 'live', historyId: cursor } as const;
const present = (labels: readonly string[], mail: Partial<FoundMail> = {}): Found => ({
  state: 'present',
  labels,
  mail: { receivedAt: day(9), historyId: HistoryId.of('900'), people: [], isContact: false, ...mail },
});
const ABSENT: Found = { state: 'absent' };
const skipped = (reason: SkipReason): Extract<LedgerEntry, { state: 'skipped' }> => ({
  state: 'skipped',
  reason,
  at: SEEN,
});

describe('a mail that is stored', () => {
  const entry = { state: 'stored', messageIds: [MessageId('m1')], receivedAt: day(9), at: SEEN } as const;
  const place = { messageId: MessageId('m1'), locationId: LocationId('l1'), contactIds: [], deletedAt: null };

  test.each([
    ['is in the conversation', [place], 'conversation of its contact'],
    [
      'is shown although another location has deleted it',
      [{ ...place, deletedAt: SEEN }, place],
      'conversation',
    ],
    ['is not shown where it is deleted', [{ ...place, deletedAt: SEEN }], 'not shown'],
    ['is elsewhere for whoever left its location', [], 'do not work in now'],
  ])('%s', (_, places, advice) => {
    expect(explainStored(entry, places)).toEqual({
      outcome: 'stored',
      messageIds: places.map(({ messageId }) => messageId),
      at: AT,
      advice: expect.stringContaining(advice),
    });
  });
});

describe('a mail that was skipped', () => {
  test.each([
    ['draft', ['DRAFT'], 'as soon as it is sent'],
    ['chat', ['CHAT'], 'Only mail'],
    ['spam', ['SPAM'], 'not spam'],
    ['spam', ['TRASH'], 'trash'],
    ['trash', ['TRASH', 'INBOX'], 'Move it out'],
    ['gone', ['INBOX'], 'has it now'],
    ['failed', ['INBOX'], 'Tell operations'],
    ['no-contact', ['INBOX'], 'Only your own addresses'],
    ['excluded', ['INBOX'], 'never stored'],
    ['automated', ['INBOX'], 'automated mail'],
  ] as const)('as %s, and has the labels %j', (reason, labels, advice) => {
    expect(explain(skipped(reason), present(labels), live())).toMatchObject({
      outcome: 'skipped',
      reason,
      at: AT,
      advice: expect.stringContaining(advice),
    });
  });

  test.each(['draft', 'spam', 'trash'] as const)('as %s and is visible now is on its way', (reason) => {
    expect(explain(skipped(reason), present(['INBOX']), live())).toMatchObject({
      outcome: 'pending',
      reason: 'relabelled',
    });
  });

  test.each(SKIP_REASONS)('as %s and is deleted since cannot be brought', (reason) => {
    expect(explain(skipped(reason), ABSENT, live())).toMatchObject({
      outcome: 'skipped',
      reason,
      advice: expect.stringMatching(/no longer in Gmail|deleted in Gmail/),
    });
  });

  test.each(['excluded', 'automated'] as const)('as %s says who decides, and how it comes', (reason) => {
    for (const found of [present(['INBOX']), { state: 'unasked', because: 'paused' } as const]) {
      expect(explain(skipped(reason), found, live())).toMatchObject({
        outcome: 'skipped',
        reason,
        advice: expect.stringMatching(/location’s settings.*fetch the contact’s history/),
      });
    }
  });

  test('as failed tells the code to operations', () => {
    const entry = { ...skipped('failed'), error: 'unreadable' } as const;
    expect(explain(entry, present([]), live())).toMatchObject({
      advice: expect.stringContaining('unreadable'),
    });
  });
});

describe('a mail without a contact', () => {
  const ann = EmailAddress('ann@example.com');

  test('names who is in it, to be added', () => {
    const found = present(['INBOX'], { people: [ann] });
    expect(explain(skipped('no-contact'), found, live())).toMatchObject({
      people: [ann],
      advice: expect.stringMatching(/ann@example\.com.*Save/),
    });
  });

  test('asks for the history where one of them is a contact by now', () => {
    const found = present(['INBOX'], { people: [ann], isContact: true });
    expect(explain(skipped('no-contact'), found, live())).toMatchObject({
      people: [ann],
      advice: expect.stringContaining('became a contact'),
    });
  });

  test('names ten of them at most', () => {
    const people = Array.from({ length: 40 }, (_, index) => EmailAddress(`p${index}@example.com`));
    const told = explain(skipped('no-contact'), present([], { people }), live());
    expect(told).toMatchObject({ people: people.slice(0, 10) });
    expect(told.advice).not.toContain('p10@');
  });
});

describe('a mail that could not be read so far', () => {
  const struck = (strikes: number) =>
    ({ state: 'struck', strikes, error: 'malformedAnswer', at: SEEN }) as const;

  test.each([
    [1, 'is in Gmail', present([]), 'once'],
    [2, 'is in Gmail', present([]), '2 times'],
    [2, 'is deleted', ABSENT, 'no longer in Gmail'],
  ])('%i times, and %s, is told with its code', (strikes, _, found, advice) => {
    expect(explain(struck(strikes), found, live())).toEqual({
      outcome: 'struck',
      reason: 'malformedAnswer',
      strikes,
      at: AT,
      advice: expect.stringContaining(advice),
    });
  });
});

describe('a mail that no sync has seen', () => {
  const recovery: Recovery = {
    historyId: cursor,
    reachedAt: day(12),
    since: day(8),
    startedAt: day(12),
    step: 'arrivals',
    hasGap: true,
    anew: null,
  };
  const above = HistoryId.of('1001');

  test.each<[string, Found, Mailbox, object]>([
    ['is not in Gmail', ABSENT, live(), { outcome: 'notInGmail' }],
    [
      'came before the first sync',
      present([], { receivedAt: day(4) }),
      live(),
      { outcome: 'neverSeen', reason: 'older' },
    ],
    [
      'came before the first sync and was filed just now',
      present([], { receivedAt: day(4), historyId: above }),
      live(),
      { outcome: 'neverSeen', reason: 'older' },
    ],
    [
      'came before the first sync of a mailbox that was connected long before',
      present([], { receivedAt: day(6) }),
      live({ syncedSince: day(7) }),
      { outcome: 'neverSeen', reason: 'older' },
    ],
    [
      'is newer than the cursor',
      present([], { historyId: above }),
      live(),
      { outcome: 'pending', reason: 'newMail' },
    ],
    [
      'was passed by the cursor',
      present([], { historyId: cursor }),
      live(),
      { outcome: 'neverSeen', reason: 'missed' },
    ],
    ['lies in a gap', present([]), live({ recovery }), { outcome: 'pending', reason: 'recovery' }],
    [
      'came before the first sync, in a time that operations have looked at again',
      present([], { receivedAt: day(4) }),
      live({ recovery: { ...recovery, since: day(3), hasGap: false } }),
      { outcome: 'pending', reason: 'recovery' },
    ],
    [
      'lies before the gap',
      present([], { receivedAt: day(7) }),
      live({ recovery }),
      { outcome: 'neverSeen', reason: 'missed' },
    ],
    ['is spam', present(['SPAM'], { historyId: above }), live(), { outcome: 'neverSeen', reason: 'spam' }],
    ['is a draft', present(['DRAFT']), live(), { outcome: 'neverSeen', reason: 'draft' }],
    [
      'waits for the first sync',
      present([], { receivedAt: day(4) }),
      aMailbox({ status: 'connecting' }),
      { outcome: 'pending', reason: 'firstSync' },
    ],
    [
      'waits for the end of the first sync',
      present([]),
      aMailbox({ status: 'backfilling', historyId: cursor, watch: null }),
      { outcome: 'pending', reason: 'firstSync' },
    ],
  ])('because it %s', (_, found, mailbox, explanation) => {
    expect(explain(undefined, found, mailbox)).toMatchObject(explanation);
  });
});

describe('where Gmail cannot be asked', () => {
  const gone: Mailbox = aMailbox({ status: 'disconnected', leaving: null, ...stopped });

  test.each(SKIP_REASONS)(
    'what was skipped as %s is told from the ledger, with what to do first',
    (reason) => {
      const found: Found = { state: 'unasked', because: 'disconnected' };
      expect(explain(skipped(reason), found, gone)).toEqual({
        outcome: 'skipped',
        reason,
        at: AT,
        advice: expect.stringContaining('This mailbox is disconnected. Connect it again'),
      });
    },
  );

  test('what was never seen is told to be unreachable', () => {
    expect(explain(undefined, { state: 'unasked', because: 'disconnected' }, gone)).toMatchObject({
      outcome: 'unreachable',
      reason: 'disconnected',
    });
  });

  test('a pause says until when', () => {
    expect(unreachable('paused', live({ pausedUntil: day(20) }))).toEqual({
      outcome: 'unreachable',
      reason: 'paused',
      advice: expect.stringContaining('2026-11-20T10:00:00.000Z'),
    });
  });

  test.each(SYNC_ERROR_CODES)('%s is told in words, not in codes', (code) => {
    const { advice } = unreachable(code, live());
    expect(advice).toMatch(/^[A-Z].{20,}\.$/);
    expect(advice).not.toContain(code);
  });
});

test('every explanation is one that the schema has', () => {
  const entries = [undefined, ...SKIP_REASONS.map(skipped)];
  const mailbox = live();
  const founds: Found[] = [
    ABSENT,
    { state: 'unasked', because: 'forbidden' },
    { state: 'present', labels: [] },
  ];
  const labelled = ['DRAFT', 'CHAT', 'SPAM', 'TRASH', 'INBOX'].map((label) => present([label]));
  const told = entries.flatMap((entry) =>
    [...founds, ...labelled].map((found) => explain(entry, found, mailbox)),
  );
  expect(told.map((explanation) => Explanation.parse(explanation))).toEqual(told);
});
