import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { DELTA_SCENARIOS } from '../support/ordeal/deltaScenarios.ts';
import { FIRST_SYNC_SCENARIOS } from '../support/ordeal/firstSyncScenarios.ts';
import { JOB_SCENARIOS } from '../support/ordeal/jobScenarios.ts';
import { LEAVING_SCENARIOS } from '../support/ordeal/leavingScenarios.ts';
import { memoryStage } from '../support/ordeal/memoryStage.ts';
import { awaitsOf, endure, FATES } from '../support/ordeal/ordeal.ts';
import { RARE_SCENARIOS } from '../support/ordeal/rareScenarios.ts';
import { RESYNC_SCENARIOS } from '../support/ordeal/resyncScenarios.ts';

let gmail: GmailSimulator;
beforeAll(async () => {
  gmail = await GmailSimulator.start();
});
afterAll(() => gmail.close());

const aStage = () => memoryStage(gmail);

const SCENARIOS = [
  ...DELTA_SCENARIOS,
  ...RARE_SCENARIOS,
  ...JOB_SCENARIOS,
  ...FIRST_SYNC_SCENARIOS,
  ...LEAVING_SCENARIOS,
  ...RESYNC_SCENARIOS,
];

describe.each(SCENARIOS)('$name', (scenario) => {
  let awaits: readonly string[];
  beforeAll(async () => {
    awaits = await awaitsOf(aStage, scenario);
  });

  test.each(FATES)('ends exactly right when %s each of the awaits', async (_, fate) => {
    expect(await endure(aStage, scenario, fate, awaits)).toEqual([]);
  });
});
