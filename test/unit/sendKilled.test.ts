import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { FATES } from '../support/ordeal/ordeal.ts';
import { playSendStory } from '../support/ordeal/playSendStory.ts';
import { SendClock } from '../support/ordeal/sendClock.ts';
import { awaitsOfSend, endureSends } from '../support/ordeal/sendEnumeration.ts';
import { SendStage } from '../support/ordeal/sendStage.ts';
import { checkSendStories } from '../support/ordeal/sendStories.ts';
import { chooseStories } from '../support/universe/choice.ts';
import { memoryGround } from '../support/universe/memoryGround.ts';

const CHOICE = chooseStories('ENGINE_RUNS', { unlessTold: 400 });

const clock = new SendClock();
let gmail: GmailSimulator;
beforeAll(async () => {
  gmail = await GmailSimulator.start({ now: () => clock.now() });
  // The random wait before a call is repeated.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await gmail.close();
});

describe('a mail is sent once, arrives once and is stored once', () => {
  test(
    'whatever becomes of the calls, of Gmail’s answers and of the syncs beside them',
    () => checkSendStories(CHOICE, (story) => playSendStory(memoryGround(gmail, clock), clock, story)),
    60_000 + 1_000 * CHOICE.runs,
  );
});

describe('a plain send', () => {
  const aStage = () => SendStage.set(memoryGround(gmail, clock), clock, { lagMs: 30_000, attempts: [] });
  let awaits: readonly string[];
  beforeAll(async () => {
    awaits = await awaitsOfSend(aStage);
  });

  test('claims before it sends, and records that it is sent before it stores', () => {
    expect(awaits.slice(0, 8)).toEqual([
      'store.readMailbox',
      'sends.readSend',
      'gmail.open',
      'gmail.listSendAs',
      'sends.changeSend',
      'gmail.sendMessage',
      'sends.changeSend',
      'store.takeLease',
    ]);
    expect(awaits.slice(-3)).toEqual(['store.commit', 'store.readLedger', 'messages.placesOf']);
  });

  test.each(FATES)('ends exactly right when %s each of the awaits', async (_, fate) => {
    expect(await endureSends(aStage, fate, awaits)).toEqual([]);
  });
});
