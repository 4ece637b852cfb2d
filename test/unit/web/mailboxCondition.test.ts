import { describe, expect, test } from '@jest/globals';
import {
  conditionOf,
  notificationWords,
} from '../../../web/src/screens/settings/mailboxes/mailboxCondition.ts';

const now = new Date('2026-11-23T09:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

const live = {
  status: 'live',
  leaving: null,
  pausedUntil: null,
  recovery: null,
  watch: { expiresAt: later(6 * 24 * 60) },
  watchError: null,
} as const;

const error = (code: string) => ({ code, operation: 'gmail.users.watch', at: now });

describe('the condition of a mailbox', () => {
  test('that is live is good, and tells how soon mail comes', () => {
    expect(conditionOf(live, now)).toMatchObject({ tone: 'good', words: 'New mail appears within seconds.' });
    expect(conditionOf({ ...live, watch: null }, now).words).toBe('New mail appears within 15 minutes.');
    const lapsed = { ...live, watch: { expiresAt: later(-1) } };
    expect(conditionOf(lapsed, now).words).toBe('New mail appears within 15 minutes.');
  });

  test.each([
    [{ status: 'connecting' }, 'busy', 'Connected'],
    [{ status: 'backfilling' }, 'busy', 'First sync'],
    [{ recovery: {} }, 'busy', 'Catching up'],
    [{ status: 'reauthRequired' }, 'bad', 'Access ended'],
    [{ status: 'disconnected' }, 'off', 'Disconnected'],
    [{ status: 'disconnected', leaving: { deleteData: false } }, 'busy', 'Disconnecting'],
    [{ pausedUntil: later(30) }, 'warn', 'Paused'],
    [{ pausedUntil: later(-30) }, 'good', 'Up to date'],
    [{ status: 'backfilling', pausedUntil: later(30) }, 'warn', 'Paused'],
    [{ status: 'reauthRequired', pausedUntil: later(30) }, 'bad', 'Access ended'],
  ] as const)('%j is %s: %s', (change, tone, title) => {
    expect(conditionOf({ ...live, ...change }, now)).toMatchObject({ tone, title });
  });

  test('that is being disconnected tells whether its mail goes, too', () => {
    const leaving = (deleteData: boolean) =>
      conditionOf({ ...live, status: 'disconnected', leaving: { deleteData } }, now).words;
    expect(leaving(true)).toContain('is being deleted');
    expect(leaving(false)).toContain('The mail stays');
  });
});

describe('notifications', () => {
  test('are told with their end', () => {
    expect(notificationWords(live, now)).toMatch(/^Gmail tells us at once, until .*2026/);
  });

  test('that fail are told with what to do about it', () => {
    const words = notificationWords({ ...live, watch: null, watchError: error('topicNotPermitted') }, now);
    expect(words).toContain('Gmail may not notify us.');
    expect(words).toContain('every 15 minutes');
  });

  test('that fail for a reason that this page does not know are told all the same', () => {
    const words = notificationWords({ ...live, watch: null, watchError: error('tomorrow') }, now);
    expect(words).toContain('Something went wrong on our side.');
  });

  test('are not promised where nothing syncs', () => {
    expect(notificationWords({ ...live, status: 'reauthRequired' }, now)).toBe(
      'None until it is connected again.',
    );
  });

  test('of a renewal that failed hold until they lapse', () => {
    const failing = { ...live, watchError: error('watchTaken') };
    expect(notificationWords(failing, now)).toMatch(/^Gmail tells us at once/);
  });
});
