import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { THREAD_AND_STRANGER } from '../support/ordeal/deltaScenarios.ts';
import { pollInDoomedProcess } from '../support/ordeal/doomedProcess.ts';
import { firestoreStage } from '../support/ordeal/firestoreStage.ts';
import { expectRight } from '../support/ordeal/ordeal.ts';
import type { StageMailbox } from '../support/ordeal/stage.ts';
import { World } from '../support/world.ts';

/** Processes that live and die at the same time, each in a world of its own. */
const SIDE_BY_SIDE = 2;

let worlds: readonly World[];
beforeAll(async () => {
  worlds = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => World.start()));
});
afterAll(() => Promise.all(worlds.map((world) => world.close())));

/** A process syncs several mails until it is killed, or ends; then its lease runs out and there is one poll. */
async function live(world: World, at?: number) {
  const stage = await firestoreStage(world);
  const { outcome } = await THREAD_AND_STRANGER.arrange(stage);
  const [mailbox] = stage.connected;
  const end = await pollInDoomedProcess(world, known(mailbox).mailboxId, at);
  stage.timePasses();
  await stage.poll();
  await expectRight(stage, outcome);
  const { usage } = known(mailbox).account;
  return { ...end, fetches: { threads: usage.count('threads.get'), messages: usage.count('messages.get') } };
}

function known(mailbox: StageMailbox | undefined): StageMailbox {
  if (!mailbox) throw new Error('The scenario connected no mailbox');
  return mailbox;
}

test('mails are stored exactly once when the process is killed at any request or answer on its wires', async () => {
  const [world] = worlds;
  if (!world) throw new Error('There is no world');
  const unharmed = await live(world);
  expect(unharmed).toMatchObject({ exit: 0, fetches: { threads: 1, messages: 1 } });
  expect(unharmed.events.length).toBeGreaterThanOrEqual(24);
  expect(unharmed.events).toEqual(expect.arrayContaining(['request of Commit', 'answer of Commit']));

  const numbers = unharmed.events.keys();
  const failures: string[] = [];
  await Promise.all(
    worlds.map(async (own) => {
      for (const at of numbers) {
        try {
          const { exit, fetches } = await live(own, at);
          expect(exit).toBe('SIGKILL');
          expect(Math.max(fetches.threads, fetches.messages)).toBeLessThanOrEqual(2);
        } catch (error) {
          failures.push(`at event ${at}, the ${unharmed.events[at]}: ${String(error)}`);
        }
      }
    }),
  );
  expect(failures).toEqual([]);
}, 180_000);
