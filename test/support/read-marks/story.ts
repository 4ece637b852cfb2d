import fc from 'fast-check';
import type { Fate } from '../mortal.ts';

/** What a process of ours does; `nth` chooses among the history ids that were notified so far. */
export interface Run {
  readonly by: 'markRead' | 'markUnread' | 'push' | 'stalePush' | 'poll';
  readonly box: number;
  readonly nth: number;
  readonly fate?: Pick<Fate, 'at' | 'kind'>;
}

/** What the people do in Gmail, and what arrives there. */
export type Event =
  | { readonly type: 'read' | 'unread' | 'star'; readonly box: number; readonly mail: number }
  | { readonly type: 'arrives'; readonly at: 'both' | 0 | 1; readonly unread: boolean };

/** Runs side by side, one operation at a time in this order, with events in between. */
export interface Moment {
  readonly runs: readonly Run[];
  readonly order: readonly number[];
  readonly meanwhile: readonly { readonly after: number; readonly event: Event }[];
  /** Whether the leases of the dead run out before the next. */
  readonly longWait: boolean;
}

const box = fc.nat({ max: 1 });

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom('read', 'unread', 'unread', 'star'),
      box,
      mail: fc.nat({ max: 5 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('arrives'),
      at: fc.constantFrom<'both' | 0 | 1>('both', 0, 1),
      unread: fc.boolean(),
    }),
  },
);

const run: fc.Arbitrary<Run> = fc.record(
  {
    by: fc.constantFrom('markRead', 'markRead', 'markUnread', 'push', 'push', 'stalePush', 'poll'),
    box,
    nth: fc.nat({ max: 9 }),
    fate: fc.record({ at: fc.nat({ max: 24 }), kind: fc.constantFrom('dies', 'diesUnheard', 'repeats') }),
  },
  { requiredKeys: ['by', 'box', 'nth'] },
);

/** In bursts: often one run has to do a lot between two steps of another for anything to go wrong. */
const order: fc.Arbitrary<readonly number[]> = fc
  .array(fc.record({ run: fc.nat({ max: 2 }), times: fc.integer({ min: 1, max: 10 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((bursts) => bursts.flatMap(({ run, times }) => Array.from({ length: times }, () => run)));

export const marksStory = (longest: number): fc.Arbitrary<readonly Moment[]> =>
  fc.array(
    fc.record({
      runs: fc.array(run, { minLength: 1, maxLength: 3 }),
      order,
      meanwhile: fc.array(fc.record({ after: fc.nat({ max: 30 }), event }), { maxLength: 4 }),
      longWait: fc.boolean(),
    }),
    { minLength: 1, maxLength: longest },
  );

/** How the order of things goes wrong where Gmail is told without the lease, and the store afterwards under it. */
export const TOLD_WITHOUT_LEASE: readonly Moment[] = [
  {
    runs: [
      { by: 'markRead', box: 0, nth: 0 },
      { by: 'poll', box: 0, nth: 0 },
      { by: 'push', box: 0, nth: 0 },
    ],
    order: [2, 1],
    meanwhile: [{ after: 10, event: { type: 'unread', box: 0, mail: 0 } }],
    longWait: false,
  },
  { runs: [{ by: 'markRead', box: 0, nth: 0 }], order: [0], meanwhile: [], longWait: false },
];
