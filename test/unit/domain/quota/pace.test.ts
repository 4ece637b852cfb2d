import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GMAIL_QUOTA } from '../../../../shared/domain/quota/gmailUnits.ts';
import { type Pace, slotFor } from '../../../../shared/domain/quota/pace.ts';
import { countedFrom, spend, type Usage, unitsOf } from '../../../../shared/domain/quota/usage.ts';

const QUOTA = GMAIL_QUOTA.mailbox;
const START = Date.UTC(2026, 10, 23);

interface Made {
  readonly at: number;
  readonly units: number;
}

/** Makes calls one after the other, as soon as each may be made. */
class Caller {
  readonly made: Made[] = [];
  now = START;
  #usage: Usage = [];
  #evenAt = new Date(0);

  call(units: number, pace: Pace): void {
    const { at, nextEvenAt } = slotFor(
      this.#usage,
      { units, pace, now: new Date(this.now), evenAt: this.#evenAt },
      QUOTA,
    );
    if (pace === 'bulk') this.#evenAt = nextEvenAt;
    this.#usage = spend(this.#usage, units, at);
    this.now = at.getTime();
    this.made.push({ at: this.now, units });
  }

  /** Another run goes on, which knows what is stored. */
  handOver(): void {
    this.#usage = countedFrom(this.#usage, new Date(this.now));
    this.#evenAt = new Date(0);
  }

  /** The most that any minute has had. */
  get fullestMinute(): number {
    let [fullest, units, oldest] = [0, 0, 0];
    for (const call of this.made) {
      units += call.units;
      for (let first = this.made[oldest]; first && call.at - first.at >= 60_000; first = this.made[oldest]) {
        units -= first.units;
        oldest += 1;
      }
      fullest = Math.max(fullest, units);
    }
    return fullest;
  }
}

const anAct = fc.oneof(
  fc.record({
    calls: fc.integer({ min: 1, max: 300 }),
    units: fc.constantFrom(1, 2, 5, 20, 40, 100),
    pace: fc.constantFrom<Pace>('news', 'batch', 'bulk'),
  }),
  fc.record({ restMs: fc.integer({ min: 0, max: 90_000 }) }),
  fc.constant('handOver' as const),
);

function play(acts: readonly (typeof anAct extends fc.Arbitrary<infer Act> ? Act : never)[]): Caller {
  const caller = new Caller();
  for (const act of acts) {
    if (act === 'handOver') caller.handOver();
    else if ('restMs' in act) caller.now += act.restMs;
    else for (let call = 0; call < act.calls; call += 1) caller.call(act.units, act.pace);
  }
  return caller;
}

describe('the pace of calls', () => {
  test('whatever is called in whatever pace, no minute has more units than Gmail grants', () => {
    fc.assert(
      fc.property(fc.array(anAct, { minLength: 1, maxLength: 12 }), (acts) => {
        expect(play([{ calls: 1, units: 1, pace: 'news' }, ...acts]).fullestMinute).toBeLessThanOrEqual(
          QUOTA,
        );
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test('a hundred mails that a first sync asks for are asked for at once', () => {
    const caller = new Caller();
    for (let mail = 0; mail < 100; mail += 1) caller.call(20, 'bulk');
    expect(caller.now).toBe(START);
  });

  test('bulk work uses 95 % of the quota or more, hour after hour, also where runs follow each other', () => {
    const caller = new Caller();
    for (let mail = 0; mail < 300 * 60; mail += 1) {
      caller.call(20, 'bulk');
      if (mail % 2_000 === 0) caller.handOver();
    }
    const minutes = (caller.now - START) / 60_000;
    expect((300 * 60 * 20) / (minutes * QUOTA)).toBeGreaterThanOrEqual(0.95);
    expect(caller.fullestMinute).toBeLessThanOrEqual(QUOTA * 0.98);
  });

  test('bulk work that goes on leaves room for mail that comes in every second', () => {
    const caller = new Caller();
    for (let minute = 0; minute < 5 * 300; minute += 1) caller.call(20, 'bulk');
    for (let mail = 0; mail < 60; mail += 1) {
      const before = caller.now;
      caller.call(2, 'news');
      caller.call(20, 'news');
      expect(caller.now - before).toBeLessThanOrEqual(1_000);
      for (let call = 0; call < 10; call += 1) caller.call(20, 'bulk');
    }
  });

  test('news may have all of it at once', () => {
    const caller = new Caller();
    for (let mail = 0; mail < 300; mail += 1) caller.call(20, 'news');
    expect(caller.now).toBe(START);
    caller.call(20, 'news');
    expect(caller.now).toBe(START + 61_000);
  });

  test('a call that costs more than the quota is made, for Gmail to decide', () => {
    const caller = new Caller();
    caller.call(QUOTA + 1, 'news');
    expect(caller.now).toBe(START);
  });
});

describe('what was used', () => {
  test('is forgotten after a minute', () => {
    const usage = spend([], 100, new Date(START));
    expect(countedFrom(usage, new Date(START + 60_999))).toEqual(usage);
    expect(countedFrom(usage, new Date(START + 61_000))).toEqual([]);
  });

  test('is of this moment where another clock is ahead, so that nobody waits for it', () => {
    const usage = spend([], 100, new Date(START + 3_600_000));
    const counted = countedFrom(usage, new Date(START));
    expect(counted).toEqual(spend([], 100, new Date(START)));
    expect(unitsOf(counted)).toBe(100);
  });
});
