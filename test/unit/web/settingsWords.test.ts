import { describe, expect, test } from '@jest/globals';
import { SKIP_REASONS } from '../../../shared/domain/ledger.ts';
import { FAIL_REASONS } from '../../../shared/domain/outbox/outbox.ts';
import { returnTo } from '../../../web/src/live/returnTo.ts';
import { exclusionProblem } from '../../../web/src/screens/settings/location/exclusionProblem.ts';
import { failedWords, retriedWords } from '../../../web/src/screens/settings/location/queueWords.ts';
import { skippedWords } from '../../../web/src/screens/settings/mailboxes/skippedWords.ts';
import { syncAnswer } from '../../../web/src/screens/settings/mailboxes/syncAnswer.ts';

const now = new Date('2026-11-23T09:00:00Z');

describe('mail that is left out', () => {
  test('is told by reason, the most frequent first', () => {
    expect(skippedWords({ spam: 2, 'no-contact': 120, draft: 0 })).toEqual([
      { count: 120, because: 'nobody in it is a contact' },
      { count: 2, because: 'in spam' },
    ]);
  });

  test('has words for each reason that there is', () => {
    const told = skippedWords(Object.fromEntries(SKIP_REASONS.map((reason) => [reason, 1])));
    expect(new Set(told.map(({ because }) => because)).size).toBe(SKIP_REASONS.length);
  });
});

describe('mail that was not logged', () => {
  test('has words for each reason that there is', () => {
    const told = failedWords(Object.fromEntries(FAIL_REASONS.map((reason) => [reason, 3])));
    expect(new Set(told.map(({ because }) => because)).size).toBe(FAIL_REASONS.length);
    expect(failedWords({ refused: 0 })).toEqual([]);
  });

  test('is told to be tried again, with what the server advises', () => {
    expect(retriedWords(1, undefined)).toBe('1 mail will be tried again.');
    expect(retriedWords(2, 'They wait.')).toBe('2 mails will be tried again. They wait.');
    expect(retriedWords(0, undefined)).toBe('There is nothing left to try again.');
  });
});

test.each([
  [
    'excluded.3: "no such thing" is neither an address nor a domain',
    '"no such thing" is neither an address nor a domain.',
  ],
  ['excluded.0: is longer than 320 characters', 'This is longer than 320 characters.'],
  ['excluded: are more than 1000', 'The entries are more than 1000.'],
  ['The server cannot be reached.', 'The server cannot be reached.'],
])('an entry that is not taken is told in a sentence: %s', (message, words) => {
  expect(exclusionProblem(message)).toBe(words);
});

describe('what "sync now" answers', () => {
  test.each([
    ['synced', 0, 0, 'No new mail with a contact. You have everything now.'],
    ['synced', 3, 2, '3 new mails. 2 others left out. You have everything now.'],
    ['synced', 1, 1, '1 new mail. 1 other left out. You have everything now.'],
    ['upToDate', 0, 0, 'Nothing new. You have everything.'],
    ['continued', 12, 0, '12 new mails. There is more, and it is on its way.'],
    ['busy', 0, 0, 'It is being synced at this moment: what is new is on its way.'],
  ] as const)('%s, %i stored, %i left out: %s', (outcome, stored, skipped, words) => {
    expect(syncAnswer({ outcome, stored, skipped }, now)).toBe(words);
  });

  test('tells when a pause ends', () => {
    const paused = { outcome: 'paused', stored: 0, skipped: 0 } as const;
    expect(syncAnswer({ ...paused, until: '2026-11-25T10:30:00.000Z' }, now)).toMatch(/November.*2026/);
    expect(syncAnswer(paused, now)).toBe('It rests, and goes on by itself. Nothing is lost.');
  });

  test('tells what the server advises where it does not sync', () => {
    const blocked = { outcome: 'blocked', stored: 0, skipped: 0, advice: 'Connect it again.' } as const;
    expect(syncAnswer(blocked, now)).toBe('Connect it again.');
    expect(syncAnswer({ outcome: 'failed', stored: 0, skipped: 0 }, now)).toContain('Try again');
  });
});

describe('where a consent page leads back to', () => {
  test('is where it was asked for', () => {
    expect(returnTo('/settings/locations/abc-DEF_1')).toEqual({ returnTo: '/settings/locations/abc-DEF_1' });
  });

  test.each(['/settings/locations/caf%C3%A9', '//evil.example', '/../x', '/a?b', `/${'a'.repeat(200)}`, ''])(
    'is the first page where the callable would refuse it: %s',
    (path) => {
      expect(returnTo(path)).toEqual({});
    },
  );
});
