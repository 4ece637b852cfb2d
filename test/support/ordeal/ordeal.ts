import { expect } from '@jest/globals';
import pLimit from 'p-limit';
import { countAwaits, type Fate, mortal } from '../mortal.ts';
import type { Scenario } from './scenario.ts';
import type { Outcome, Stage } from './stage.ts';

const SIDE_BY_SIDE = 20;

type NewStage = () => Promise<Stage>;

/** By what a test calls them. */
export const FATES: readonly (readonly [name: string, kind: Fate['kind']])[] = [
  ['the process dies before', 'dies'],
  ['the process dies after, unheard,', 'diesUnheard'],
  ['the answer is lost and the call repeated at', 'repeats'],
  ['the process hangs before, until another has taken over,', 'hangs'],
  ['the process hangs after, until another has taken over,', 'hearsLate'],
];

/** What an unharmed run of the scenario awaits, in order. */
export async function awaitsOf(newStage: NewStage, scenario: Scenario): Promise<readonly string[]> {
  const stage = await newStage();
  const { run, outcome } = await scenario.arrange(stage);
  const { deps, awaits } = countAwaits(stage.deps);
  await run(deps);
  const counted = [...awaits];
  await stage.poll();
  await expectRight(stage, outcome);
  expect(counted).toEqual(expect.arrayContaining([...scenario.awaits]));
  expect(counted.length).toBeGreaterThanOrEqual(scenario.atLeast);
  return counted;
}

/** Lets the fate meet each of these awaits, in a stage of its own each; answers what went wrong where. */
export async function endure(
  newStage: NewStage,
  scenario: Scenario,
  kind: Fate['kind'],
  awaits: readonly string[],
): Promise<readonly string[]> {
  const limit = pLimit(scenario.locks ? 1 : SIDE_BY_SIDE);
  const failures = await Promise.all(
    awaits.map((name, at) =>
      limit(async () => {
        try {
          await meetFate(await newStage(), scenario, { at, kind });
          return [];
        } catch (error) {
          return [`at await ${at}, ${name}: ${String(error)}`];
        }
      }),
    ),
  );
  return failures.flat();
}

/** The process meets its fate; time passes, there is one poll, and then everything has to be right. */
async function meetFate(
  stage: Stage,
  scenario: Scenario,
  { at, kind }: Pick<Fate, 'at' | 'kind'>,
): Promise<void> {
  const { run, outcome } = await scenario.arrange(stage);
  const reached = Promise.withResolvers<string>();
  const anotherTookOver = Promise.withResolvers<void>();
  const fate = { at, kind, reached: reached.resolve, goesOn: anotherTookOver.promise };
  const running = run(mortal(stage.deps, fate)).then(
    () => 'survived',
    () => 'died',
  );
  expect(await Promise.race([reached.promise, running])).not.toMatch('survived');

  if (kind === 'dies' || kind === 'diesUnheard') expect(await running).toBe('died');
  if (kind === 'repeats') expect(await running).toBe('survived');
  stage.timePasses();
  await stage.poll();
  anotherTookOver.resolve();
  await running;
  // What the one that came back has queued is run as well; there is no second poll.
  await stage.runJobs();

  await expectRight(stage, outcome);
}

/** Everything is as the scenario has to end, and no message was fetched more than twice. */
export async function expectRight(stage: Stage, outcome: Outcome): Promise<void> {
  const { endings, ...stored } = outcome;
  expect(await stage.stored()).toEqual(stored);
  const { actual, expected } = await stage.mailboxes(outcome);
  expect(actual).toEqual(expected);
  expect(stage.mostFetched).toBeLessThanOrEqual(2);
}
