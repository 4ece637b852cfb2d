import { describe, expect, test } from '@jest/globals';
import { asksByItself, isResumed } from '../../../web/src/screens/inbox/composer/sending/byItself.ts';

const MINUTE_MS = 60_000;
const now = Date.now();
const sender = { mailboxId: 'm'.repeat(27), address: 'olivia@firm.example' };
const mail = { sender, to: [], cc: [], bcc: [], text: 'Hello', files: [] };
const attempt = (minutesAgo: number, asked?: number) => ({
  mail,
  at: now - minutesAgo * MINUTE_MS,
  doubt: asked === undefined ? null : { words: 'Perhaps.', askAt: now, asked },
});

describe('a mail that was on its way when its page was left', () => {
  test('is asked for again by itself within ten minutes', () => {
    expect(isResumed(attempt(0), now)).toBe(true);
    expect(isResumed(attempt(9.9), now)).toBe(true);
  });

  test('waits for a person after ten minutes, or where the clock was changed', () => {
    expect(isResumed(attempt(10), now)).toBe(false);
    expect(isResumed(attempt(60 * 24), now)).toBe(false);
    expect(isResumed(attempt(-1), now)).toBe(false);
  });

  test('waits for a person where anything was in doubt', () => {
    expect(isResumed(attempt(0, 0), now)).toBe(false);
  });
});

describe('a mail in doubt', () => {
  const pageSince = now - 5 * MINUTE_MS;

  test('is asked for by itself once, by the page that saw it sent', () => {
    expect(asksByItself(attempt(1, 0), { now, pageSince })).toBe(true);
    expect(asksByItself(attempt(1, 1), { now, pageSince })).toBe(false);
  });

  test('waits for a person after the page was loaded anew', () => {
    expect(asksByItself(attempt(6, 0), { now, pageSince })).toBe(false);
  });

  test('waits for a person after ten minutes, as on a computer that slept', () => {
    expect(asksByItself(attempt(11, 0), { now, pageSince: now - 60 * MINUTE_MS })).toBe(false);
  });

  test('is none before anything is in doubt', () => {
    expect(asksByItself(attempt(1), { now, pageSince })).toBe(false);
  });
});
