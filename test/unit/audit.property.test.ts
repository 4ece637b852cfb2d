import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { audit } from '../support/auditing.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { checkStories } from '../support/universe/checkStories.ts';
import { chooseStories } from '../support/universe/choice.ts';
import { counterexamples } from '../support/universe/counterexamples.ts';
import { memoryGround } from '../support/universe/memoryGround.ts';
import { playStory } from '../support/universe/playStory.ts';
import type { Story } from '../support/universe/story.ts';
import { TestClock } from '../support/universe/testClock.ts';

const CHOICE = chooseStories('ENGINE_RUNS', { unlessTold: 100 });

const clock = new TestClock();
let gmail: GmailSimulator;
let looked = 0;
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

/** Of a mail that the first sync may or may not have come to, nothing is certain. */
async function play(story: Story): Promise<void> {
  const universe = await playStory(memoryGround(gmail, clock), story);
  for (const { mailboxId, due } of universe.boxes) {
    const { report, found } = await audit(universe.deps, mailboxId, { days: 3_650 });
    expect(report.outcome).toBe('finished');
    looked += report.looked.arrivals + report.looked.copies + report.looked.conversations;
    const { missing = [], ...others } = found;
    expect([missing.filter((id) => due.isCertain(id)), others]).toEqual([[], {}]);
  }
}

describe('an audit finds nothing in what the engine has stored', () => {
  for (const { wrong, story } of counterexamples)
    test(`after the story that ended wrong when ${wrong}`, () => play(story));

  test(
    'whatever happened in which order',
    () => checkStories({ ...CHOICE, longest: 40 }, play),
    60_000 + 1_000 * CHOICE.runs,
  );

  test('although it has looked at a lot', () => {
    expect(looked).toBeGreaterThan(100);
  });
});
