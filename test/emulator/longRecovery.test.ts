import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SyncDeps } from '../../shared/sync/deps.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const KNOWN = 2_000;
const MISSED = 18_000;
/** As in life, most mail is nobody's whom the CRM knows. */
const CONTACT_EVERY = 10;
/** What Gmail's quota gives a mailbox: 300 gets a minute. */
const CALL_MS = 200;

/** What a run holds at a time, whatever the mailbox has. */
class Load {
  ids = 0;
  items = 0;
  messages = 0;
  #held = 0;

  meets(kind: 'ids' | 'items', count: number): void {
    this[kind] = Math.max(this[kind], count);
  }

  fetched(): void {
    this.#held += 1;
    this.messages = Math.max(this.messages, this.#held);
  }

  committed(count: number): void {
    this.#held -= count;
  }
}

/** The product's own use cases, on a clock that goes by the calls to Gmail; nobody really waits. */
function measured({ account }: Scene, load: Load): SyncDeps {
  const { store, gmail, settings } = world.app;
  const startedAt = Date.now();
  return {
    ...world.app,
    settings: { ...settings, initialSyncLimit: KNOWN },
    clock: {
      ...world.app.clock,
      now: () => new Date(startedAt + account.usage.calls.length * CALL_MS),
    },
    store: {
      ...store,
      readLedger: (mailboxId, ids) => {
        load.meets('ids', ids.length);
        return store.readLedger(mailboxId, ids);
      },
      commit: async (batch) => {
        load.meets('items', batch.ingested.length);
        const mailbox = await store.commit(batch);
        load.committed(batch.ingested.length);
        return mailbox;
      },
    },
    gmail: {
      ...gmail,
      open: async (mailbox) => {
        const opened = await gmail.open(mailbox);
        return {
          ...opened,
          getMessage: async (id) => {
            const message = await opened.getMessage(id);
            load.fetched();
            return message;
          },
        };
      },
    },
  };
}

test('20,000 messages of expired history are recovered over several deadlines, with no more in memory at a time than of fifty', async () => {
  const scene = await aScene(world);
  const { account, mailboxId, locationId, aMail, poll } = scene;
  const stranger = { ...aMail, from: 'stranger@example.net' };
  const mail = (index: number) => (index % CONTACT_EVERY === 0 ? aMail : stranger);
  account.seed(KNOWN, mail, { history: true });
  await poll();
  account.seed(MISSED, mail, { history: true });
  account.expireHistory();
  account.usage.reset();
  const load = new Load();
  const deps = measured(scene, load);

  const outcomes: string[] = [];
  do outcomes.push((await runJob(deps, { type: 'delta', mailboxId, reason: 'continuation' })).outcome);
  while (outcomes.at(-1) === 'continued');

  expect(outcomes.at(-1)).toBe('synced');
  expect(outcomes.length).toBeGreaterThan(3);
  expect(account.usage.count('messages.get')).toBe(MISSED);
  expect(account.usage.count('getProfile')).toBe(1);
  expect(load).toMatchObject({ ids: 500, items: 50, messages: 50 });
  const stored = (KNOWN + MISSED) / CONTACT_EVERY;
  expect(await world.store.countMessages(locationId)).toBe(stored);
  expect(await world.store.mailbox(mailboxId)).toMatchObject({
    historyId: account.historyId,
    recovery: null,
    progress: null,
    counters: { stored, skipped: { 'no-contact': KNOWN + MISSED - stored } },
  });
}, 600_000);
