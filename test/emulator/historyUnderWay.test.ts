import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { resultOf } from '../../shared/domain/historyFetch.ts';
import { fetchContactHistory } from '../../shared/sync/history/fetchContactHistory.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { anAddress } from '../support/builders.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { aHistoryScene, type HistoryScene, known } from '../support/historyScene.ts';
import { World } from '../support/world.ts';

let world: World;
let scene: HistoryScene;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());
beforeEach(async () => {
  scene = await aHistoryScene(world);
});

describe('a fetch of history that is under way', () => {
  test('two clicks are one job', async () => {
    scene.past(10);
    const [first, second] = (await Promise.all([scene.ask(), scene.ask()])).map(known);
    expect(second?.jobId).toBe(first?.jobId);
    await Promise.all(scene.queued.splice(0).map((job) => runJob(scene.app, job)));
    await scene.runJobs();
    expect(scene.account.usage.count('messages.get')).toBe(10);
    expect(scene.account.usage.count('messages.list')).toBe(1);
  });

  test('it answers the result at once where that is quick', async () => {
    scene.past(2);
    const app: World['app'] = {
      ...scene.app,
      jobs: { publish: async (job) => void (await runJob(world.app, job)) },
    };
    const { agent, contact } = scene;
    expect(
      await fetchContactHistory(app, { agent, contactId: contact.contactId, before: null }),
    ).toMatchObject({ done: true, stored: 2, more: false });
  });

  test('its document tells how far each mailbox is', async () => {
    scene.past(70);
    const seen: unknown[] = [];
    const { histories } = world.app;
    const app: World['app'] = {
      ...scene.app,
      histories: {
        ...histories,
        changeFetch: async (id, change) => {
          const changed = await histories.changeFetch(id, change);
          seen.push(changed?.mailboxes[scene.mailboxId]);
          return changed;
        },
      },
    };
    await scene.ask();
    for (const job of scene.queued.splice(0)) await runJob(app, job);
    expect(seen).toEqual([
      { state: 'waiting', done: 0, total: 70 },
      { state: 'waiting', done: 50, total: 70 },
      { state: 'done', stored: 70, oldest: expect.any(Date), more: false },
    ]);
  });

  test('a notification that comes meanwhile is seen to', async () => {
    scene.past(1);
    await scene.ask();
    const arrived: string[] = [];
    const { histories } = scene.app;
    const app: World['app'] = {
      ...scene.app,
      histories: {
        ...histories,
        changeFetch: async (id, change) => {
          if (arrived.length === 0) {
            const mail = scene.account.deliver(scene.aMail);
            arrived.push(mail.id);
            expect(await scene.push(mail.historyId)).toMatchObject({ outcome: 'busy' });
          }
          return histories.changeFetch(id, change);
        },
      },
    };
    for (const job of scene.queued.splice(0)) await runJob(app, job);
    expect(await scene.storedIds()).toEqual(expect.arrayContaining(arrived));
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
      lease: { holder: null },
      wantedHistoryId: null,
    });
  });

  test('a contact that has other addresses by now is searched for anew, and the job of before does nothing', async () => {
    const second = anAddress('second');
    scene.past(2, (index) => (index === 1 ? { from: second } : {}));
    await scene.ask();
    const contact = await world.tenants.contact(scene.locationId, {
      id: scene.contact.contactId,
      emails: [scene.contactAddress, second],
    });
    expect(resultOf(await scene.fetched({ contact }))).toMatchObject({ stored: 2 });
    expect(scene.account.usage.count('messages.list')).toBe(1);
  });

  test('a mailbox whose first sync is not over is searched when it is', async () => {
    const agent = await world.tenants.agent([scene.locationId]);
    const { mailboxId, account, emailAddress } = await world.connect(agent);
    account.seed(1, () => ({ from: scene.contactAddress, to: emailAddress }));
    const { jobId } = known(await scene.ask({ agent }));
    const job = scene.queued.splice(0).find((each) => each.mailboxId === mailboxId);
    if (!job) throw new Error('No job was queued');
    expect(await runJob(scene.app, job)).toEqual({ outcome: 'busy', handedOver: false });
    expect((await scene.fetchOf(jobId)).mailboxes[mailboxId]).toMatchObject({ state: 'waiting' });
    await runJob(scene.app, { type: 'initial', mailboxId });
    await runJob(scene.app, job);
    expect((await scene.fetchOf(jobId)).mailboxes[mailboxId]).toMatchObject({ state: 'done' });
  });

  test('a mailbox that Gmail limits is searched when the pause is over', async () => {
    scene.past(1);
    world.gmail.faults.add({
      method: 'messages.list',
      account: scene.emailAddress,
      reply: googleErrors.userRateLimitExceeded(),
    });
    const { jobId } = known(await scene.ask());
    const [job] = scene.queued.splice(0);
    if (!job) throw new Error('No job was queued');
    expect(await runJob(scene.app, job)).toMatchObject({ outcome: 'paused' });
    expect(await scene.fetchOf(jobId)).toMatchObject({ status: 'running' });
  });
});
