import { afterAll, beforeAll, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { expectSameMarks } from '../support/read-marks/expectSameMarks.ts';
import { Office } from '../support/read-marks/office.ts';
import { playMarks } from '../support/read-marks/playMarks.ts';
import { marksStory, TOLD_WITHOUT_LEASE } from '../support/read-marks/story.ts';
import { firestoreGround } from '../support/universe/firestoreGround.ts';
import { TestClock } from '../support/universe/testClock.ts';
import { World } from '../support/world.ts';

const RUNS = 20;

const clock = new TestClock();
let world: World;
beforeAll(async () => {
  world = await World.start({ clock });
  world.gmail.deliversSent = false;
  // The random wait before a call is repeated.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world.close();
});

test(
  'mails end as they are marked in Gmail, on Firestore as in memory',
  () =>
    fc.assert(
      fc.asyncProperty(marksStory(5), async (story) => {
        const office = await Office.open(firestoreGround(world, clock));
        await playMarks(office, story);
        await expectSameMarks(office);
      }),
      { numRuns: RUNS, seed: 20_261_122, examples: [[TOLD_WITHOUT_LEASE]] },
    ),
  60_000 + 10_000 * RUNS,
);
