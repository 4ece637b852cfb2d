import { describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import { advanceCursor } from '../../../shared/domain/mailboxTransitions.ts';
import { beginRecovery, mayRecover, nextRecoveryStep } from '../../../shared/domain/recovery.ts';
import { aMailbox } from '../../support/builders.ts';

const [expired, pinned, later] = [100, 500, 600].map((id) => HistoryId.of(id)) as [
  HistoryId,
  HistoryId,
  HistoryId,
];
const at = (hours: number) => new Date(Date.UTC(2026, 10, 20) + hours * 3_600_000);
const held = { fence: 1, commits: 0, holder: 'a run', expiresAt: at(100) };
const live = aMailbox(
  { status: 'live', historyId: expired, watch: null },
  { lastSyncAt: at(0), lease: held, counters: { stored: 40, skipped: {} } },
);
const recovering = beginRecovery(pinned, at(48))(live);
const afterSteps = (mailbox: Mailbox, now: Date) =>
  [1, 2, 3].reduce((each) => nextRecoveryStep(now)(each), mailbox);

describe('a recovery', () => {
  test('begins a day before the last good sync, and leaves the cursor where it is', () => {
    expect(recovering).toMatchObject({
      historyId: expired,
      recovery: { historyId: pinned, since: at(-24), step: 'arrivals' },
    });
  });

  test('does its steps one after the other, and then moves the cursor to where the deltas have come', () => {
    const ahead = advanceCursor(later, at(50))(recovering);
    expect(ahead).toMatchObject({ historyId: expired, recovery: { historyId: later }, lease: held });
    const returns = nextRecoveryStep(at(50))(ahead);
    expect(returns).toMatchObject({ historyId: expired, recovery: { step: 'returns' } });
    const changes = nextRecoveryStep(at(50))(returns);
    expect(changes).toMatchObject({ recovery: { step: 'changes' }, progress: { total: 40 } });
    expect(nextRecoveryStep(at(51))(changes)).toMatchObject({
      historyId: later,
      recovery: null,
      progress: null,
      lastRecoveryAt: at(51),
    });
  });

  test('that took days is a good sync of the time that its cursor is from, not of its end', () => {
    expect(afterSteps(recovering, at(240))).toMatchObject({ historyId: pinned, lastSyncAt: at(48) });
    const ahead = advanceCursor(later, at(50))(recovering);
    expect(afterSteps(ahead, at(240))).toMatchObject({ historyId: later, lastSyncAt: at(50) });
  });

  test('whose own history expires begins again with the same gap', () => {
    const again = beginRecovery(later, at(240))(nextRecoveryStep(at(60))(recovering));
    expect(again).toMatchObject({ recovery: { historyId: later, since: at(-24), step: 'arrivals' } });
  });
});

describe('another recovery', () => {
  test.each([
    ['has to wait for an hour after the last one', { lastRecoveryAt: at(0) }, 0.9, false],
    ['may begin after an hour', { lastRecoveryAt: at(0) }, 1, true],
    [
      'has to wait while one has just begun',
      { lastRecoveryAt: null, recovery: recovering.recovery },
      48.5,
      false,
    ],
    ['may take the place of one that has taken longer', { recovery: recovering.recovery }, 50, true],
    ['may begin where there was none', {}, 0, true],
  ] as const)('%s', (_, overrides, hours, expected) => {
    expect(mayRecover({ ...live, ...overrides }, at(hours))).toBe(expected);
  });
});
