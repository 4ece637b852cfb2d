import { expect, test } from '@jest/globals';
import { noticesFor } from '../../../web/src/screens/shell/noticesFor.ts';

const now = new Date('2026-11-23T09:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const failed = { code: 'topicNotPermitted', operation: 'gmail.users.watch', at: now };

const mailbox = (mailboxId: string, change = {}) => ({
  mailboxId,
  emailAddress: `${mailboxId}@example.com`,
  status: 'live' as const,
  pausedUntil: null,
  watch: { expiresAt: later(1_000) },
  watchError: null,
  ...change,
});

const idsOf = (mailboxes: readonly { readonly mailboxId: string }[]) =>
  mailboxes.map(({ mailboxId }) => mailboxId);

test('a healthy mailbox is not spoken of', () => {
  expect(noticesFor([mailbox('a')], now)).toEqual({ ended: [], resting: [], quiet: [] });
});

test('a mailbox that has to be connected again is told, and nothing else of it', () => {
  const ended = mailbox('a', { status: 'reauthRequired', pausedUntil: later(60), watchError: failed });
  const notices = noticesFor([ended], now);
  expect(idsOf(notices.ended)).toEqual(['a']);
  expect(notices.resting).toEqual([]);
  expect(notices.quiet).toEqual([]);
});

test('a short rest is nobody’s concern, a long one is', () => {
  const { resting } = noticesFor(
    [
      mailbox('short', { pausedUntil: later(5) }),
      mailbox('long', { pausedUntil: later(60) }),
      mailbox('over', { pausedUntil: later(-60) }),
    ],
    now,
  );
  expect(idsOf(resting)).toEqual(['long']);
});

test('missing notifications are told once they have lapsed and a renewal has failed', () => {
  const { quiet } = noticesFor(
    [
      mailbox('failing', { watchError: failed }),
      mailbox('lapsed', { watch: { expiresAt: later(-1) } }),
      mailbox('quiet', { watch: null, watchError: failed }),
      mailbox('resting', { watch: null, watchError: failed, pausedUntil: later(60) }),
    ],
    now,
  );
  expect(idsOf(quiet)).toEqual(['quiet']);
});

test('a mailbox that was disconnected says nothing', () => {
  const left = mailbox('a', { status: 'disconnected', pausedUntil: later(60), watch: null });
  expect(noticesFor([left], now)).toEqual({ ended: [], resting: [], quiet: [] });
});
