import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CALLABLES } from '../../shared/domain/callables/callables.ts';
import { AgentId } from '../../shared/domain/ids.ts';
import {
  isLimited,
  RATE_LIMITS,
  type RateRule,
  type TokenBucket,
  takeToken,
} from '../../shared/domain/rateLimit.ts';
import { SyncError } from '../../shared/domain/syncError.ts';
import { admitCall } from '../../shared/sync/agents/admitCall.ts';
import { recordingLog } from '../support/recordingLog.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

/** Calls at these milliseconds, one after the other: when each was let through, and the bucket at last. */
function play(rule: RateRule, times: readonly number[]) {
  let bucket: TokenBucket | undefined;
  const admitted: number[] = [];
  for (const time of times) {
    const decision = takeToken(bucket, rule, later(time));
    if (decision.outcome === 'refused') continue;
    bucket = decision.bucket;
    admitted.push(time);
  }
  return { admitted, bucket };
}

const rules = fc.record({
  perMinute: fc.integer({ min: 1, max: 120 }),
  burst: fc.integer({ min: 1, max: 30 }),
});
const calls = fc
  .array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 200 })
  .map((times) => [...times].sort((a, b) => a - b));

describe('a token bucket', () => {
  const rule: RateRule = { perMinute: 6, burst: 3 };

  test('lets a burst through, then one call for each token that flows back', () => {
    const { admitted } = play(
      rule,
      [0, 0, 0, 0, 9_999, 10_000, 10_001, 20_000, 60_000, 60_000, 60_000, 60_000],
    );
    expect(admitted).toEqual([0, 0, 0, 10_000, 20_000, 60_000, 60_000, 60_000]);
  });

  test('is full again when it says so, and no sooner', () => {
    const { bucket } = play(rule, [0, 0]);
    expect(bucket?.fullAt).toEqual(later(20_000));
    expect(play(rule, [0, 0, 20_000, 20_000, 20_000, 20_000]).admitted).toHaveLength(5);
    expect(play(rule, [0, 0, 19_999, 19_999, 19_999]).admitted).toHaveLength(4);
  });

  test('gives no more than a burst and what flows back, in any stretch of time', () => {
    fc.assert(
      fc.property(rules, calls, (rule, times) => {
        const { admitted } = play(rule, times);
        for (const [first, from] of admitted.entries()) {
          for (const [last, to] of admitted.entries()) {
            if (last < first) continue;
            const most = rule.burst + ((to - from) * rule.perMinute) / 60_000;
            expect(last - first + 1).toBeLessThanOrEqual(most);
          }
        }
      }),
    );
  });

  test('refuses nobody who keeps to the rate', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 50 }), (rule, count) => {
        const times = Array.from({ length: count }, (_, index) => index * Math.ceil(60_000 / rule.perMinute));
        expect(play(rule, times).admitted).toHaveLength(count);
      }),
    );
  });

  test('lets through who comes back when they were told to, and not a millisecond before', () => {
    fc.assert(
      fc.property(rules, calls, (rule, times) => {
        const at = times.at(-1) ?? 0;
        const loop = Array.from({ length: rule.burst + 1 }, () => at);
        const { bucket } = play(rule, [...times, ...loop]);
        const refused = takeToken(bucket, rule, later(at));
        if (refused.outcome === 'allowed') throw new Error('A loop was let through');
        const then = at + refused.retryAfterMs;
        expect(takeToken(bucket, rule, later(then - 1)).outcome).toBe('refused');
        expect(takeToken(bucket, rule, later(then)).outcome).toBe('allowed');
      }),
    );
  });

  test('is no emptier than empty, however far ahead the clock was that wrote it', () => {
    const decision = takeToken({ fullAt: later(365 * 24 * 3_600_000) }, rule, NOW);
    expect(decision).toEqual({ outcome: 'refused', retryAfterMs: 10_000 });
  });
});

describe('the limits', () => {
  test('are those of the callables that cost Gmail quota', () => {
    const free = Object.keys(CALLABLES).filter((name) => !Object.hasOwn(RATE_LIMITS, name));
    expect(free).toEqual(['disconnectGmail', 'getSyncStatus']);
    expect(isLimited('sendMessage')).toBe(true);
    expect(isLimited('getSyncStatus')).toBe(false);
  });

  test.each([
    ['sendMessage', 100],
    ['markConversationRead', 50],
    ['getAttachment', 40],
    ['explainMessage', 25],
    ['syncNow', 2],
  ] as const)('%s at its limit leaves half of the minute’s quota to the sync', (name, units) => {
    expect(RATE_LIMITS[name].perMinute * units).toBeLessThanOrEqual(6_000 / 2);
    expect(RATE_LIMITS[name].burst * units).toBeLessThanOrEqual(6_000 / 2);
  });
});

describe('a call', () => {
  const call = { uid: AgentId(`agent-${randomUUID()}`), callable: 'syncNow' } as const;
  const clock = { now: () => NOW, sleep: async () => {} };

  test('is decided about by the clock that is given', async () => {
    const { log, lines } = recordingLog();
    const asked: unknown[] = [];
    const rateLimits = {
      takeToken: async (...given: unknown[]) => {
        asked.push(given);
        return { outcome: 'refused', retryAfterMs: 5 } as const;
      },
    };
    expect(await admitCall({ rateLimits, clock, log }, call)).toEqual({
      outcome: 'refused',
      retryAfterMs: 5,
    });
    expect(asked).toEqual([[call.uid, 'syncNow', NOW]]);
    expect(lines).toEqual([]);
  });

  test.each([
    ['does not answer', new SyncError('unavailable', 'firestore.takeToken')],
    ['is in contention', new SyncError('contention', 'firestore.takeToken')],
    ['has something else than buckets', new TypeError('no buckets')],
  ])('is let through and logged where the store %s', async (_, error) => {
    const { log, lines } = recordingLog();
    const rateLimits = { takeToken: () => Promise.reject(error) };
    expect(await admitCall({ rateLimits, clock, log }, call)).toEqual({ outcome: 'allowed' });
    expect(lines).toEqual([
      { event: 'rateLimitUnknown', fields: { callable: 'syncNow', agentId: call.uid, error } },
    ]);
  });
});
