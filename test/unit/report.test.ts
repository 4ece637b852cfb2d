import { describe, expect, test } from '@jest/globals';
import { ContactId, GmailMessageId, LocationId, MailboxId } from '../../shared/domain/ids.ts';
import { SYNC_REASONS, type SyncReason } from '../../shared/domain/lease.ts';
import type { Ingested } from '../../shared/domain/planCommit.ts';
import { report } from '../../shared/sync/report.ts';
import { anArrival } from '../support/builders.ts';
import { recordingLog } from '../support/recordingLog.ts';

const now = new Date('2026-11-22T10:00:00Z');
const mailboxId = MailboxId('mailbox');
const destinations = [{ locationId: LocationId('location'), contactIds: [ContactId('contact')] }];
const stored = (sentAt: Date, isNews = true): Ingested => ({
  type: 'store',
  before: undefined,
  arrival: anArrival({ sentAt }),
  destinations,
  isNews,
});

function linesOf(ingested: readonly Ingested[], trigger: SyncReason = 'push') {
  const { log, lines } = recordingLog();
  const clock = { now: () => now, sleep: async () => {} };
  report({ log, clock }, { mailboxId, runId: 'run', trigger }, ingested);
  return lines;
}

const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const latencyOf = (item: Ingested, trigger: SyncReason = 'push') => {
  const [line] = linesOf([item], trigger);
  return line && 'latencyMs' in line.fields ? line.fields.latencyMs : undefined;
};

describe('the latency of a mail', () => {
  test.each(SYNC_REASONS)('in a run of %s is told where its mail is new to everybody', (trigger) => {
    const isPrompt = trigger === 'push' || trigger === 'poll' || trigger === 'syncNow';
    expect(latencyOf(stored(secondsAgo(2)), trigger)).toBe(isPrompt ? 2_000 : undefined);
  });

  test('is not told of mail that a listing or a search has brought', () => {
    expect(latencyOf(stored(secondsAgo(2), false))).toBeUndefined();
  });

  test('is never below zero, whatever the clocks say', () => {
    expect(latencyOf(stored(secondsAgo(-5)))).toBe(0);
  });
});

test('every line names the run, and mail that is in no conversation is not called stored', () => {
  const gmailId = GmailMessageId('18f3');
  const nowhere: Ingested = { type: 'store', before: undefined, arrival: anArrival(), destinations: [] };
  const lines = linesOf([
    nowhere,
    { type: 'strike', before: undefined, gmailId, error: 'unreadable' },
    { type: 'skip', before: undefined, gmailId, reason: 'spam' },
  ]);
  const ids = { mailboxId, runId: 'run', gmailId };
  expect(lines).toEqual([
    { event: 'messageBroken', fields: { ...ids, code: 'unreadable' } },
    { event: 'messageSkipped', fields: { ...ids, reason: 'spam' } },
  ]);
});
