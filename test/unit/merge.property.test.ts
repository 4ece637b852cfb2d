import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MergeDeps } from '../../shared/sync/conversations/mergeDeps.ts';
import { memoryStore } from '../support/memory-store/memoryStore.ts';
import { expectMerged } from '../support/merging/expectMerged.ts';
import { legacies, storeLegacy } from '../support/merging/legacy.ts';
import { type Deed, deeds, LiveEngine } from '../support/merging/liveEngine.ts';
import { merge, mergeDepsOf } from '../support/merging/mergeDeps.ts';
import { instrument, mortal } from '../support/mortal.ts';
import { chooseStories } from '../support/universe/choice.ts';

const { runs, ...from } = chooseStories('ENGINE_RUNS', { unlessTold: 300 });

const kills = fc.array(
  fc.record({ at: fc.nat(40), kind: fc.constantFrom('dies', 'diesUnheard', 'repeats') }),
  { maxLength: 4 },
);
/** Before how many of the merge's awaits each is done. */
const meanwhile = fc.array(fc.tuple(fc.nat(6), deeds), { maxLength: 8 });

/** The engine does something before some of the awaits. */
function besides(deps: MergeDeps, engine: LiveEngine, plan: [number, Deed][]): MergeDeps {
  let passed = 0;
  return instrument(deps, {
    async awaited(_, call) {
      const [next] = plan;
      passed += 1;
      if (next && passed > next[0]) {
        passed = 0;
        plan.shift();
        await engine.does(next[1]);
      }
      return call();
    },
  });
}

test(
  'whatever the old system left, whenever a merge is killed and whatever arrives meanwhile, nothing is lost or doubled',
  async () => {
    const property = fc.asyncProperty(legacies, kills, meanwhile, async (legacy, fates, plan) => {
      const store = memoryStore();
      const { stored, engine } = await LiveEngine.start(store, (mailboxId) =>
        storeLegacy(store, legacy, mailboxId),
      );
      const left = [...plan];
      const deps = besides(mergeDepsOf(store), engine, left);
      for (const fate of fates) await merge(mortal(deps, fate)).catch(() => {});
      await merge(deps);
      for (const [, deed] of left) await engine.does(deed);
      expectMerged(store, stored, engine);

      const before = JSON.stringify([store.messages(), store.conversations()]);
      const foreseen = await merge(mergeDepsOf(store), { preview: true });
      const again = await merge(mergeDepsOf(store));
      expect(again).toEqual(foreseen);
      expect(again.counts).toMatchObject({ merged: 0, moved: 0 });
      expect(JSON.stringify([store.messages(), store.conversations()])).toBe(before);
    });
    await fc.assert(property, { numRuns: runs, ...from });
  },
  60_000 + runs * 100,
);

test('what a preview foretells is what is done, and it writes nothing', async () => {
  const property = fc.asyncProperty(legacies, async (legacy) => {
    const store = memoryStore();
    const { stored, engine } = await LiveEngine.start(store, (mailboxId) =>
      storeLegacy(store, legacy, mailboxId),
    );
    const before = JSON.stringify([store.messages(), store.conversations()]);
    const foreseen = await merge(mergeDepsOf(store), { preview: true });
    expect(JSON.stringify([store.messages(), store.conversations()])).toBe(before);
    expect(await merge(mergeDepsOf(store))).toEqual(foreseen);
    expectMerged(store, stored, engine);
  });
  await fc.assert(property, { numRuns: Math.ceil(runs / 3), ...from });
});
