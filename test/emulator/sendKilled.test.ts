import { afterAll, beforeAll, jest, test } from '@jest/globals';
import { playSendStory } from '../support/ordeal/playSendStory.ts';
import { SendClock } from '../support/ordeal/sendClock.ts';
import { checkSendStories } from '../support/ordeal/sendStories.ts';
import { chooseStories } from '../support/universe/choice.ts';
import { firestoreGround } from '../support/universe/firestoreGround.ts';
import { World } from '../support/world.ts';

const CHOICE = chooseStories('ENGINE_EMULATOR_RUNS', { unlessTold: 20 });

const clock = new SendClock();
let world: World;
beforeAll(async () => {
  world = await World.start({ clock });
  // The random wait before a call is repeated.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world.close();
});

test(
  'on Firestore, too, a mail is sent, arrives and is stored once, whatever dies meanwhile',
  () => checkSendStories(CHOICE, (story) => playSendStory(firestoreGround(world, clock), clock, story)),
  60_000 + 10_000 * CHOICE.runs,
);
