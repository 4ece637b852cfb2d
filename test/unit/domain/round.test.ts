import { describe, expect, test } from '@jest/globals';
import {
  finishRound,
  leaveRound,
  type Round,
  type RoundRequest,
  takeRound,
  turnRoundPage,
} from '../../../shared/domain/rounds/round.ts';
import { turnOf } from '../../../shared/domain/rounds/spread.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

const asking = (overrides: Partial<RoundRequest> = {}): RoundRequest => ({
  roundId: 'poll',
  holder: 'first',
  now: NOW,
  before: later(-1),
  steps: ['quiet', 'leaving'],
  counts: { queued: 0 },
  begins: true,
  ...overrides,
});
const HALF_WAY = { place: { step: 'leaving', after: 'm' }, counts: { queued: 7 } };

function begun(): Round {
  const round = takeRound(asking())(undefined);
  if (!round) throw new Error('It was not begun');
  return round;
}

function halfWay(): Round {
  const round = turnRoundPage('first', HALF_WAY, later(1))(begun());
  if (!round) throw new Error('It was not turned');
  return round;
}

const second = (minutes: number, overrides: Partial<RoundRequest> = {}) =>
  asking({ holder: 'second', now: later(minutes), before: later(minutes - 1), ...overrides });

describe('a round', () => {
  test('that nobody has begins at its first step', () => {
    expect(begun()).toMatchObject({
      holder: 'first',
      before: later(-1),
      place: { step: 'quiet', after: null },
      counts: { queued: 0 },
      finishedAt: null,
    });
  });

  test.each([0, 2.9])('is its holder’s until two minutes after the last page (%d min)', (minutes) => {
    const round = halfWay();
    expect(takeRound(second(minutes))(round)).toBe(round);
  });

  test('whose holder has died is gone on with where it was, about what it was begun for', () => {
    expect(takeRound(second(3.1))(halfWay())).toMatchObject({
      ...HALF_WAY,
      holder: 'second',
      before: later(-1),
    });
  });

  test('that was left is gone on with at once', () => {
    const left = leaveRound('first')(halfWay());
    expect(takeRound(second(1))(left)).toMatchObject({ ...HALF_WAY, holder: 'second' });
  });

  test.each([
    ['is finished', finishRound('first', HALF_WAY, later(2))(halfWay()), 3],
    ['was left for more than an hour', halfWay(), 62],
    ['is at a step that is no more', { ...halfWay(), place: { step: 'old', after: 'm' } }, 5],
  ])('that %s begins anew', (_, round, minutes) => {
    const taken = takeRound(second(minutes))(round);
    expect(taken).toMatchObject({ place: { step: 'quiet', after: null }, counts: { queued: 0 } });
    expect(taken?.before).toEqual(later(minutes - 1));
  });

  test('that is only to be gone on with is not begun, however old it is', () => {
    const resuming = (minutes: number) => takeRound(second(minutes, { begins: false }));
    expect(resuming(0)(undefined)).toBeUndefined();
    expect(resuming(9)(finishRound('first', HALF_WAY, later(2))(halfWay()))).toBeUndefined();
    expect(resuming(600)(halfWay())).toMatchObject(HALF_WAY);
  });

  test('changes for its holder alone, and the same way twice', () => {
    const taken = takeRound(second(5))(halfWay());
    for (const change of [turnRoundPage, finishRound]) {
      expect(change('first', HALF_WAY, later(6))(taken)).toBeUndefined();
      const once = change('second', HALF_WAY, later(6))(taken);
      expect(change('second', HALF_WAY, later(6))(once)).toEqual(once);
    }
    expect(leaveRound('first')(taken)).toBeUndefined();
    expect(leaveRound('first')(undefined)).toBeUndefined();
    expect(takeRound(second(5))(taken)).toBe(taken);
  });
});

describe('the jobs of a round', () => {
  const spread = { page: 200, perMinute: 10_000 };

  /** The seconds after which pages of so many jobs are queued, each as soon as it may. */
  function times(pages: readonly number[]): readonly number[] {
    let spokenFor = new Date(0);
    let now = NOW;
    return pages.map((jobs) => {
      const turn = turnOf(spread, { jobs, spokenFor, now });
      spokenFor = turn.spokenFor;
      now = turn.at;
      return (now.getTime() - NOW.getTime()) / 1_000;
    });
  }

  test('of a page or less wait for nothing', () => {
    expect(times([200])).toEqual([0]);
    expect(times([50, 50, 100])).toEqual([0, 0, 0]);
  });

  test('of a hundred thousand mailboxes take ten minutes', () => {
    const all = times(Array(500).fill(200));
    expect(all.slice(0, 3)).toEqual([0, 1.2, 2.4]);
    expect(all.at(-1)).toBeCloseTo(599, 0);
  });

  test('never come faster than the rate, and a quiet while saves up no more than a page', () => {
    const { spokenFor } = turnOf(spread, { jobs: 200, spokenFor: new Date(0), now: NOW });
    const hour = later(60);
    const first = turnOf(spread, { jobs: 200, spokenFor, now: hour });
    expect(first.at).toEqual(hour);
    const next = turnOf(spread, { jobs: 200, spokenFor: first.spokenFor, now: hour });
    expect(next.at.getTime() - hour.getTime()).toBe(1_200);
  });
});
