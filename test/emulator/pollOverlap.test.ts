import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Job } from '../../shared/domain/jobs.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

test('a poll that is called while another goes round queues nothing: each mailbox is queued once', async () => {
  const scenes = [await aScene(world), await aScene(world), await aScene(world)];
  const queued: Job[] = [];
  const begun = Promise.withResolvers<void>();
  const goesOn = Promise.withResolvers<void>();
  const slow = async (job: Job) => {
    begun.resolve();
    await goesOn.promise;
    queued.push(job);
  };
  const first = queuePoll({ ...world.app, jobs: { publish: slow } }, { quietMs: 0 });
  await begun.promise;

  const prompt = async (job: Job) => void queued.push(job);
  const others = [1, 2, 3].map(() => queuePoll({ ...world.app, jobs: { publish: prompt } }, { quietMs: 0 }));
  for (const other of others) expect(await other).toMatchObject({ outcome: 'busy', queued: 0 });
  expect(queued).toEqual([]);

  goesOn.resolve();
  expect(await first).toMatchObject({ outcome: 'finished', queued: 3 });
  expect(queued.map(({ mailboxId }) => mailboxId).sort()).toEqual(
    scenes.map(({ mailboxId }) => mailboxId).sort(),
  );
  // Nobody has run them: they are still quiet, and the next poll has them again.
  expect(await queuePoll({ ...world.app, jobs: { publish: prompt } }, { quietMs: 0 })).toMatchObject({
    outcome: 'finished',
    queued: 3,
  });
});
