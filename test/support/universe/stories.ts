import fc from 'fast-check';
import { CAST_SIZE, LOCATIONS } from './cast.ts';
import type { Arrive, CloudStep, LeavesOut, MailStep, Run, RunStep, Setting, Step, Story } from './story.ts';

const MAILBOXES = 3;
const box = fc.nat({ max: MAILBOXES - 1 });
/** From the newest: what happens, happens to few of them again and again. */
const nth = fc.oneof(
  { arbitrary: fc.nat({ max: 2 }), weight: 3 },
  { arbitrary: fc.nat({ max: 20 }), weight: 1 },
);
const people = fc.uniqueArray(fc.nat({ max: CAST_SIZE - 1 }), { minLength: 1, maxLength: 3 });
const end = fc.constantFrom('kept', 'savedAgain', 'sent', 'sentUnderItsId', 'discarded');

/** The first is what a shrunk story has. */
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { arbitrary: fc.constant(usual), weight: 3 * others.length },
    ...others.map((other) => ({ arbitrary: fc.constant(other), weight: 1 })),
  );

const arrive: fc.Arbitrary<Arrive> = fc.record({
  do: fc.constant('arrive'),
  box,
  people,
  as: mostly('unread', 'read', 'archived', 'spam', 'trash'),
  where: mostly('once', 'both', 'both', 'twice'),
  minutesLate: mostly(0, 1, 30, 90),
  toAlias: mostly(false, true),
  replyTo: fc.option(fc.nat({ max: CAST_SIZE - 1 }), { freq: 8 }),
  automated: mostly(false, true),
});

/** Of spam and trash, history tells only once it comes out. */
const arrivedBefore: fc.Arbitrary<Arrive> = fc
  .tuple(arrive, fc.constantFrom('unread', 'read', 'spam', 'trash'))
  .map(([mail, as]) => ({ ...mail, as }));

const mailStep: fc.Arbitrary<MailStep> = fc.oneof(
  { arbitrary: arrive, weight: 4 },
  {
    arbitrary: fc.record({
      do: fc.constant('change'),
      box,
      nth,
      how: fc.constantFrom('read', 'unread', 'trash', 'untrash', 'spam', 'unspam', 'delete'),
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('send'),
      box,
      people,
      fromAlias: mostly(false, true),
      to: fc.constantFrom('people', 'self', 'agent', 'bcc'),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('label'),
      box,
      nth,
      label: fc.nat({ max: 1 }),
      add: fc.boolean(),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ do: fc.constant('draft'), box, people, end }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('goOnWriting'), box, nth, end }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant('forge'), box, nth, people, poses: fc.boolean() }), weight: 1 },
  {
    arbitrary: fc.record({ do: fc.constant('burst'), box, people, count: fc.integer({ min: 3, max: 6 }) }),
    weight: 2,
  },
);

const times = fc.integer({ min: 1, max: 4 });
const skip = mostly(0, 1, 2, 5);

const fault: fc.Arbitrary<CloudStep> = fc.oneof(
  {
    arbitrary: fc.record({
      do: fc.constant('fault'),
      box,
      method: fc.constantFrom('messages.get', 'threads.get'),
      reply: fc.constantFrom('malformed', 'notFound'),
      times,
      skip,
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('fault'),
      box,
      method: fc.constantFrom(
        'history.list',
        'messages.get',
        'threads.get',
        'messages.list',
        'getProfile',
        'settings.sendAs.list',
        'oauth.token',
      ),
      reply: fc.constantFrom(
        'close',
        'unavailable',
        'rateLimited',
        'tooMany',
        'dailyLimit',
        'unauthorized',
        'malformed',
        'late',
      ),
      times,
      skip,
    }),
    weight: 2,
  },
);

const cloudStep: fc.Arbitrary<CloudStep> = fc.oneof(
  { arbitrary: fault, weight: 6 },
  { arbitrary: fc.record({ do: fc.constant('wait'), minutes: fc.constantFrom(1, 4, 10, 61) }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('queuePoll') }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('loseJob'), nth }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant('expire'), box }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('revoke'), box }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant('reconnect'), box }), weight: 1 },
);

const run: fc.Arbitrary<Run> = fc.record({
  by: fc.constantFrom('poll', 'push', 'stalePush', 'absurdPush', 'syncNow', 'job', 'job'),
  box,
  nth: fc.nat({ max: 3 }),
  hurried: mostly(false, true),
  fate: fc.option(
    fc.record({
      at: fc.oneof(fc.nat({ max: 6 }), fc.nat({ max: 16 })),
      kind: fc.constantFrom('dies', 'diesUnheard', 'repeats', 'hangs', 'hearsLate'),
    }),
    { freq: 2 },
  ),
});

const events = (after: fc.Arbitrary<number>) =>
  fc.array(fc.record({ after, step: mailStep }), { minLength: 1, maxLength: 3 });

const runStep: fc.Arbitrary<RunStep> = fc.record({
  do: fc.constant('run'),
  runs: fc.oneof(
    { arbitrary: fc.array(run, { minLength: 1, maxLength: 1 }), weight: 2 },
    { arbitrary: fc.array(run, { minLength: 2, maxLength: 3 }), weight: 1 },
  ),
  order: fc.option(fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 16 }), { freq: 8 }),
  meanwhile: fc.oneof(
    { arbitrary: fc.constant([]), weight: 2 },
    { arbitrary: events(fc.nat({ max: 20 })), weight: 1 },
  ),
});

/** A run that hangs while mail goes on changing, is overtaken, and then goes on with what it knew. */
const overtakenStep: fc.Arbitrary<RunStep> = fc.record({
  do: fc.constant('run'),
  runs: fc.tuple(
    fc.record({
      by: fc.constantFrom('poll', 'push', 'job'),
      box,
      nth: fc.constant(0),
      hurried: fc.constant(false),
      fate: fc.record({ at: fc.integer({ min: 2, max: 8 }), kind: fc.constantFrom('hangs', 'hearsLate') }),
    }),
  ),
  order: fc.constant([0]),
  meanwhile: events(fc.constant(20)),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: mailStep, weight: 11 },
  { arbitrary: runStep, weight: 5 },
  { arbitrary: overtakenStep, weight: 2 },
  { arbitrary: cloudStep, weight: 4 },
);

/** Enough mail for a run to need more than one share of the work. */
const flood: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('burst'),
  box,
  people,
  count: fc.integer({ min: 26, max: 30 }),
});

const someSteps = (maxLength: number) => fc.array(step, { minLength: 1, maxLength, size: 'max' });

const stepsOf = (longest: number): fc.Arbitrary<readonly Step[]> =>
  fc.oneof(
    { arbitrary: someSteps(Math.ceil(longest / 3)), weight: 12 },
    { arbitrary: someSteps(longest), weight: 6 },
    {
      arbitrary: fc
        .tuple(fc.array(flood, { minLength: 2, maxLength: 3 }), someSteps(8))
        .map(([floods, others]) => [...floods, ...others]),
      weight: 1,
    },
  );

const leavesOut: fc.Arbitrary<LeavesOut> = fc.record({
  people: mostly<readonly number[]>([], [0], [1], [3, 5]),
  colleagues: mostly(false, true),
  automated: mostly(false, true),
});

const setting: fc.Arbitrary<Setting> = fc.record({
  mailboxes: fc.constantFrom(1, 2, 2, 2, MAILBOXES),
  limit: mostly(50, 2),
  before: fc.oneof(
    { arbitrary: fc.constant([]), weight: 2 },
    { arbitrary: fc.array(arrivedBefore, { minLength: 1, maxLength: 4 }), weight: 1 },
  ),
  traps: fc.record({
    lag: mostly(0, 1, 2),
    emptyPages: mostly(false, true),
    outOfOrder: mostly(false, true),
    withoutLabels: mostly(false, true),
  }),
  calm: mostly(true, false),
  losesJobs: mostly(false, true),
  leavesOut: fc.oneof(
    { arbitrary: fc.constant([]), weight: 2 },
    { arbitrary: fc.array(leavesOut, { minLength: LOCATIONS, maxLength: LOCATIONS }), weight: 1 },
  ),
});

/** Most stories are short, so that many can be played; some have as many steps as `longest`. */
export const storiesOf = ({ longest }: { longest: number }): fc.Arbitrary<Story> =>
  fc.record({ setting, steps: stepsOf(longest) });
