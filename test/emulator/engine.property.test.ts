import { afterAll, beforeAll, describe, jest, test } from '@jest/globals';
import { checkStories } from '../support/universe/checkStories.ts';
import { chooseStories } from '../support/universe/choice.ts';
import { counterexamples } from '../support/universe/counterexamples.ts';
import { expectImplied } from '../support/universe/expectImplied.ts';
import { firestoreGround } from '../support/universe/firestoreGround.ts';
import { playStory } from '../support/universe/playStory.ts';
import type { Story } from '../support/universe/story.ts';
import { TestClock } from '../support/universe/testClock.ts';
import { World } from '../support/world.ts';

const CHOICE = chooseStories('ENGINE_EMULATOR_RUNS', { unlessTold: 60 });

/** A poll visits every mailbox of its project. */
const UNIVERSES_OF_A_WORLD = 25;

const clock = new TestClock();
let world: World;
let universes = 0;
beforeAll(async () => {
  world = await aWorld();
  // The random wait before a call is repeated.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world.close();
});

async function aWorld(): Promise<World> {
  const started = await World.start({ clock });
  started.gmail.deliversSent = false;
  return started;
}

async function play(story: Story): Promise<void> {
  universes += 1;
  if (universes % UNIVERSES_OF_A_WORLD === 0) {
    await world.close();
    world = await aWorld();
  }
  await expectImplied(await playStory(firestoreGround(world, clock), story));
}

describe('Firestore ends as the mailboxes are', () => {
  for (const { wrong, story } of counterexamples)
    test(`in the story that ended wrong when ${wrong}`, () => play(story));

  test(
    'whatever happens in which order',
    () => checkStories({ ...CHOICE, longest: 15 }, play),
    60_000 + 10_000 * CHOICE.runs,
  );
});
