import { describe, expect, test } from '@jest/globals';
import { EmailAddress } from '../../../shared/domain/ids.ts';
import {
  beingSent,
  otherMail,
  refusalOf,
  tooBig,
  uncertain,
  wrongFrom,
} from '../../../shared/domain/outgoing/sendRefusal.ts';
import { SyncError } from '../../../shared/domain/syncError.ts';
import { verdictOf } from '../../../web/src/screens/inbox/composer/sending/verdict.ts';

const now = new Date();
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

/** As the function tells it. */
const told = ({
  status: code,
  advice: message,
  reason,
  retryAfterSeconds,
}: ReturnType<typeof otherMail>) => ({
  code,
  message,
  details: { reason, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
});
const bare = (code: string, message = 'It failed.', details = {}) => ({ code, message, details });

describe('after a failure', () => {
  test.each([
    ['Gmail did not say', told(uncertain(inSeconds(42), now)), 42],
    ['it is being sent', told(beingSent(inSeconds(5), now)), 5],
    ['nobody answered', bare('internal'), 10],
    ['it took too long', bare('deadline-exceeded'), 10],
    ['the server was not reached', bare('unavailable'), 10],
  ])('a mail may have been sent: %s', (_, failure, waitSeconds) => {
    expect(verdictOf(failure, false)).toMatchObject({ kind: 'unknown', waitSeconds });
    expect(verdictOf(failure, true)).toMatchObject({ kind: 'unknown', waitSeconds });
  });

  test.each([
    ['its sender', told(wrongFrom([EmailAddress('ann@example.com')]))],
    ['its size', told(tooBig(40_000_000))],
    ['Gmail refuses it', told(refusalOf(new SyncError('invalidRequest', 'gmail.messages.send'), now))],
    ['the grant has ended', told(refusalOf(new SyncError('grantRevoked', 'gmail.messages.send'), now))],
    ['Gmail was not reached', told(refusalOf(new SyncError('unavailable', 'gmail.sendAs.list'), now))],
  ])('a mail was not sent for certain: %s', (_, failure) => {
    expect(verdictOf(failure, false).kind).toBe('notSent');
    expect(verdictOf(failure, true).kind).toBe('notSent');
  });

  test.each([
    'offline',
    'unauthenticated',
    'permission-denied',
    'not-found',
    'invalid-argument',
    'resource-exhausted',
  ])('what was refused before anybody looked at the mail says nothing of an attempt before: %s', (code) => {
    expect(verdictOf(bare(code), false).kind).toBe('notSent');
    expect(verdictOf(bare(code), true).kind).toBe('unknown');
  });

  test('who calls too often waits as long as they are told', () => {
    const often = bare('resource-exhausted', 'Too often.', { retryAfterSeconds: 7 });
    expect(verdictOf(often, true)).toMatchObject({ kind: 'unknown', waitSeconds: 7 });
    expect(verdictOf(often, false)).toMatchObject({ kind: 'notSent', waitSeconds: 7 });
  });

  test('of another mail under this name, it says so', () => {
    expect(verdictOf(told(otherMail()), true).kind).toBe('otherMail');
  });

  test('people read nothing that is meant for programs', () => {
    const failures = [
      told(uncertain(inSeconds(42), now)),
      told(beingSent(inSeconds(5), now)),
      told(otherMail()),
      told(wrongFrom([EmailAddress('ann@example.com')])),
      told(refusalOf(new SyncError('rateLimited', 'gmail.messages.send'), now)),
      told(refusalOf(new SyncError('dailyLimitExceeded', 'gmail.messages.send'), now)),
      told(refusalOf(new SyncError('unavailable', 'gmail.sendAs.list'), now)),
      told(refusalOf(new SyncError('invalidRequest', 'gmail.messages.send'), now)),
    ];
    for (const failure of failures) {
      const { words } = verdictOf(failure, false);
      expect(words).toMatch(/^[A-Z].*\.$/s);
      expect(words).not.toMatch(/requestId|\d{4}-\d\d-\d\dT|^from:/i);
    }
  });
});
