import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { countAwaits, type Fate } from '../support/mortal.ts';
import { expectLoggedOnce } from '../support/relay/expectLoggedOnce.ts';
import { memoryRelayGround } from '../support/relay/relayGround.ts';
import { RelayStage } from '../support/relay/relayStage.ts';
import { CANNOT_REPEAT, playRelays, relayStories } from '../support/relay/relayStories.ts';
import { chooseStories } from '../support/universe/choice.ts';
import { VirtualClock } from '../support/virtualClock.ts';

const clock = new VirtualClock();
let simulator: GhlSimulator;
beforeAll(async () => {
  simulator = await GhlSimulator.start({ now: () => clock.now() });
});
afterAll(() => simulator.close());

const aStage = (contacts: number) => RelayStage.set(memoryRelayGround(), clock, simulator, { contacts });

const MAILS = [
  { type: 'store', mails: [0, 1, 0, 0].map((contact) => ({ contact, thread: 0, isInbound: contact === 0 })) },
] as const;

test('whatever crashes, gets lost, comes late or is refused, every mail is at GHL once, in order and in its thread', async () => {
  const { runs, ...chosen } = chooseStories('ENGINE_RUNS', { unlessTold: 600 });
  await fc.assert(
    fc.asyncProperty(relayStories, async (story) => {
      simulator.faults.clear();
      const stage = await aStage(4);
      await playRelays(stage, { clock, simulator }, story);
      await expectLoggedOnce(stage);
    }),
    { numRuns: runs, ...chosen },
  );
}, 300_000);

describe.each<Fate['kind']>(['dies', 'diesUnheard', 'repeats', 'hangs', 'hearsLate'])(
  'a relay that %s at any of its awaits',
  (kind) => {
    test('logs nothing twice, and loses nothing', async () => {
      const counted = await aStage(2);
      const { deps, awaits } = countAwaits(counted.deps);
      await counted.store([0, 1, 0, 0].map((contact) => ({ contact, thread: 0 })));
      await clock.during(counted.relay(deps));
      expect(awaits.length).toBeGreaterThan(20);
      const failures: string[] = [];
      for (const [at, name] of awaits.entries()) {
        if (kind === 'repeats' && name === CANNOT_REPEAT) continue;
        const stage = await aStage(2);
        try {
          await playRelays(stage, { clock, simulator }, [...MAILS, { type: 'doomedRelay', at, kind }]);
          await expectLoggedOnce(stage);
        } catch (error) {
          failures.push(`at await ${at}, ${name}: ${String(error)}`);
        }
      }
      expect(failures).toEqual([]);
    });
  },
);
