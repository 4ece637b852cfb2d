import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, test } from '@jest/globals';
import fc from 'fast-check';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { expectLoggedOnce } from '../support/relay/expectLoggedOnce.ts';
import { firestoreRelayGround } from '../support/relay/firestoreRelayGround.ts';
import { RelayStage } from '../support/relay/relayStage.ts';
import { playRelays, relayStories } from '../support/relay/relayStories.ts';
import { aProjectId } from '../support/stack/environment.ts';
import { chooseStories } from '../support/universe/choice.ts';
import { VirtualClock } from '../support/virtualClock.ts';

const clock = new VirtualClock();
let simulator: GhlSimulator;
let db: Firestore;
beforeAll(async () => {
  db = new Firestore({ projectId: aProjectId() });
  simulator = await GhlSimulator.start({ now: () => clock.now() });
});
afterAll(() => Promise.all([simulator.close(), db.terminate()]));

test('on Firestore, too, every mail is at GHL once, in order and in its thread', async () => {
  const { runs, ...chosen } = chooseStories('ENGINE_EMULATOR_RUNS', { unlessTold: 20 });
  await fc.assert(
    fc.asyncProperty(relayStories, async (story) => {
      simulator.faults.clear();
      const stage = await RelayStage.set(firestoreRelayGround(db), clock, simulator, { contacts: 4 });
      await playRelays(stage, { clock, simulator }, story);
      await expectLoggedOnce(stage);
    }),
    { numRuns: runs, ...chosen },
  );
}, 120_000);
