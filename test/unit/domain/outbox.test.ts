import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { GhlLink } from '../../../shared/domain/ghl.ts';
import {
  ContactId,
  ConversationId,
  GmailThreadId,
  LocationId,
  MessageId,
} from '../../../shared/domain/ids.ts';
import { decideLog, isUnlogged, newEntry, type PendingEntry } from '../../../shared/domain/outbox/outbox.ts';
import {
  absent,
  claimed,
  decideEntry,
  done,
  doubted,
  failed,
  failedOnce,
  isSameStep,
  notAfter,
  retried,
  unclaimed,
} from '../../../shared/domain/outbox/outboxTransitions.ts';
import { nextStart, type Pace } from '../../../shared/domain/outbox/relayPace.ts';
import { aLink } from '../../support/relay/aLink.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const DAY_MS = 24 * 60 * 60_000;

describe('whether a mail is logged', () => {
  const decide = (link: Partial<GhlLink> | null, mail: { asked?: boolean; ageDays?: number } = {}) =>
    decideLog(
      link && aLink(link),
      { asked: mail.asked ?? false, sentAt: later(-(mail.ageDays ?? 0) * DAY_MS) },
      NOW,
    );

  test.each([
    ['not by a location that is not linked', null, {}, undefined],
    ['new mail is', {}, {}, 'pending'],
    ['also where the link has been revoked: it waits', { status: 'revoked' }, {}, 'pending'],
    ['not what a fetch of history brings', {}, { asked: true }, { skipped: 'history' }],
    ['unless the location wants it', { logHistory: true }, { asked: true }, 'pending'],
    ['not what is too old', {}, { ageDays: 31 }, { skipped: 'tooOld' }],
    ['by the location’s own measure', { maxAgeDays: 90 }, { ageDays: 31 }, 'pending'],
  ] as const)('%s', (_, link, mail, expected) => {
    expect(decide(link, mail)).toEqual(expected);
  });
});

function anEntry(): PendingEntry {
  const [locationId, contactId] = [LocationId(randomUUID()), ContactId(randomUUID())];
  const message = {
    messageId: MessageId(randomUUID()),
    locationId,
    emailThreadId: GmailThreadId('t'),
    sentAt: NOW,
  };
  const to = { contactId, conversationId: ConversationId.of(locationId, contactId) };
  const entry = newEntry(message, to, { log: 'pending', now: NOW });
  if (entry.state !== 'pending') throw new Error('It is not pending');
  return entry;
}

const claimOf = (entry: PendingEntry) =>
  claimed(entry, { id: randomUUID(), ghlConversationId: 'c', now: NOW });
const ERROR = { code: 'unavailable', operation: 'ghl', at: NOW } as const;

describe('an entry', () => {
  test('that is claimed is nobody else’s until no request can arrive any more, and then looked for', () => {
    const claim = claimOf(anEntry());
    expect(decideEntry(claim, NOW)).toEqual({ step: 'wait', until: claim.claim.until });
    expect(claim.claim.until.getTime() - notAfter(claim).getTime()).toBeGreaterThanOrEqual(90_000);
    expect(decideEntry(claim, claim.claim.until)).toEqual({ step: 'reconcile', entry: claim });
  });

  test('of which GHL did not say what came of it is looked for a minute later, before anything is repeated', () => {
    const doubtful = doubted(claimOf(anEntry()), ERROR, true);
    expect(doubtful).toMatchObject({ state: 'needsReconcile', attempts: 1, nextAttemptAt: later(60_000) });
    if (doubtful.state !== 'needsReconcile') return;
    expect(absent(doubtful, later(61_000))).toMatchObject({ state: 'pending', attempts: 1 });
  });

  test('whose process died is tried again, and that counts', () => {
    expect(absent(claimOf(anEntry()), later(200_000))).toMatchObject({ state: 'pending', attempts: 1 });
  });

  test('is tried for more than a day, at the worst luck, before it is exhausted', () => {
    let entry: ReturnType<typeof failedOnce> = anEntry();
    let at = NOW;
    while (entry.state === 'pending') {
      at = entry.nextAttemptAt;
      entry = failedOnce(entry, { ...ERROR, at }, true);
    }
    expect(entry).toMatchObject({ state: 'failed', reason: 'exhausted', claim: null });
    expect(at.getTime() - NOW.getTime()).toBeGreaterThan(DAY_MS);
  });

  test('is not to blame for an outage, but waits all the same', () => {
    const entry = failedOnce(anEntry(), ERROR, false);
    expect(entry).toMatchObject({ state: 'pending', attempts: 0 });
    expect('nextAttemptAt' in entry && entry.nextAttemptAt > NOW).toBe(true);
  });

  test('that failed while it may have been logged begins its retry by looking for it', () => {
    const claim = claimOf(anEntry());
    const uncertain = failed(claim, 'uncertain', ERROR);
    expect(isUnlogged(uncertain)).toBe(false);
    expect(retried(uncertain, NOW)).toMatchObject({
      state: 'needsReconcile',
      nextAttemptAt: claim.claim.until,
    });
    const refused = failed(unclaimed(claim, NOW), 'refused', ERROR);
    expect(isUnlogged(refused)).toBe(true);
    expect(retried(refused, NOW)).toMatchObject({ state: 'pending', attempts: 0, nextAttemptAt: NOW });
  });

  test('that is logged stays so, whatever is asked of it', () => {
    const logged = { ghlMessageId: 'm', ghlConversationId: 'c', ghlEmailId: 'e' };
    const entry = done(anEntry(), logged, { now: NOW, maxAgeDays: 90 });
    expect(retried(entry, NOW)).toBe(entry);
    expect(entry).toMatchObject({ state: 'done', expireAt: later(90 * DAY_MS) });
  });

  test('knows its own claim again, and no other', () => {
    const entry = anEntry();
    const claim = claimOf(entry);
    expect(isSameStep(claim, claim)).toBe(true);
    expect(isSameStep(claim, claimOf(entry))).toBe(false);
    expect(isSameStep(claim, entry)).toBe(false);
  });
});

describe('the pace', () => {
  const starts = (calls: number, remaining: (own: number) => number | undefined) => {
    let pace: Pace = { starts: [] };
    let now = NOW;
    for (let call = 0; call < calls; call += 1) {
      const own = pace.starts.filter((start) => start.getTime() > now.getTime() - 10_000).length;
      const left = remaining(own);
      const limits = { at: now, remaining: left ?? 0, intervalMs: 10_000, dailyRemaining: 1_000 };
      const next = nextStart(pace, left === undefined ? undefined : limits, now);
      pace = next.pace;
      now = next.at;
    }
    return now.getTime() - NOW.getTime();
  };

  test('is nine a second or more, and never more than GHL allows', () => {
    expect(starts(1_000, () => undefined)).toBe(999 * 105);
    expect(starts(1_000, (own) => 100 - own)).toBe(999 * 105);
  });

  test('leaves to others what they use', () => {
    expect(starts(100, (own) => Math.max(0, 100 - own - 50))).toBeGreaterThan(99 * 190);
  });

  test('goes on where the last run left off', () => {
    const { at } = nextStart({ starts: [later(-5)] }, undefined, NOW);
    expect(at).toEqual(later(100));
  });
});
