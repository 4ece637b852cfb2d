import { afterAll, beforeAll, describe, jest, test } from '@jest/globals';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { checkStories } from '../support/universe/checkStories.ts';
import { chooseStories } from '../support/universe/choice.ts';
import { counterexamples } from '../support/universe/counterexamples.ts';
import { expectImplied } from '../support/universe/expectImplied.ts';
import { memoryGround } from '../support/universe/memoryGround.ts';
import { playStory } from '../support/universe/playStory.ts';
import type { Story } from '../support/universe/story.ts';
import { TestClock } from '../support/universe/testClock.ts';

const CHOICE = chooseStories('ENGINE_RUNS', { unlessTold: 1_200 });

/** A simulator keeps every account that it ever had. */
const UNIVERSES_OF_A_SIMULATOR = 200;

const clock = new TestClock();
let gmail: GmailSimulator;
let universes = 0;
beforeAll(async () => {
  gmail = await aSimulator();
  // The random wait before a call is repeated.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await gmail.close();
});

async function aSimulator(): Promise<GmailSimulator> {
  const simulator = await GmailSimulator.start({ now: () => clock.now() });
  simulator.deliversSent = false;
  return simulator;
}

async function play(story: Story): Promise<void> {
  universes += 1;
  if (universes % UNIVERSES_OF_A_SIMULATOR === 0) {
    await gmail.close();
    gmail = await aSimulator();
  }
  await expectImplied(await playStory(memoryGround(gmail, clock), story));
}

describe('the store ends as the mailboxes are', () => {
  for (const { wrong, story } of counterexamples)
    test(`in the story that ended wrong when ${wrong}`, () => play(story));

  test(
    'whatever happens in which order',
    () => checkStories({ ...CHOICE, longest: 40 }, play),
    60_000 + 1_000 * CHOICE.runs,
  );
});
