import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DELTA_SCENARIOS } from '../support/ordeal/deltaScenarios.ts';
import { firestoreStage } from '../support/ordeal/firestoreStage.ts';
import { awaitsOf, endure, FATES } from '../support/ordeal/ordeal.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const aStage = () => firestoreStage(world);

describe.each(DELTA_SCENARIOS)('$name', (scenario) => {
  let awaits: readonly string[];
  beforeAll(async () => {
    awaits = await awaitsOf(aStage, scenario);
  });

  test.each(FATES)('is stored exactly once when %s each of the awaits', async (_, fate) => {
    expect(await endure(aStage, scenario, fate, awaits)).toEqual([]);
  });
});
