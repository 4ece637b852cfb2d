import { afterAll, beforeAll, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { expectSameMarks } from '../support/read-marks/expectSameMarks.ts';
import { Office } from '../support/read-marks/office.ts';
import { playMarks } from '../support/read-marks/playMarks.ts';
import { marksStory, TOLD_WITHOUT_LEASE } from '../support/read-marks/story.ts';
import { memoryGround } from '../support/universe/memoryGround.ts';
import { TestClock } from '../support/universe/testClock.ts';

const RUNS = 200;

const clock = new TestClock();
let gmail: GmailSimulator;
beforeAll(async () => {
  gmail = await GmailSimulator.start({ now: () => clock.now() });
  gmail.deliversSent = false;
  // The random wait before a call is repeated.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await gmail.close();
});

test(
  'mails end as they are marked in Gmail, whoever marks them where, whatever dies and in which order',
  () =>
    fc.assert(
      fc.asyncProperty(marksStory(8), async (story) => {
        const office = await Office.open(memoryGround(gmail, clock));
        await playMarks(office, story);
        await expectSameMarks(office);
      }),
      { numRuns: RUNS, seed: 20_261_122, examples: [[TOLD_WITHOUT_LEASE]] },
    ),
  60_000 + 500 * RUNS,
);
