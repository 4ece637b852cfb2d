import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createGhl } from '../../shared/adapters/ghl/createGhl.ts';
import { createGhlAccess } from '../../shared/adapters/ghl/ghlAccess.ts';
import type { OutboxQueue } from '../../shared/ports/platform.ts';
import { describeSync } from '../../shared/sync/agents/describeSync.ts';
import { relayOutbox } from '../../shared/sync/relay/relayOutbox.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { aWantedLink } from '../support/aWantedLink.ts';
import type { GhlLocation } from '../support/ghl/ghlLocation.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { MEASURED } from '../support/measuredCounts.ts';
import { aLink } from '../support/relay/aLink.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
let simulator: GhlSimulator;
beforeAll(async () => {
  [world, simulator] = await Promise.all([World.start(), GhlSimulator.start()]);
});
afterAll(() => Promise.all([world.close(), simulator.close()]));

let scene: Scene;
let ghl: GhlLocation;
beforeEach(async () => {
  scene = await aScene(world);
  ghl = simulator.addLocation();
  await world.tenants.settle(scene.locationId, { ghl: aLink({ ghlLocationId: ghl.id }) });
});

const woken: string[] = [];
const outboxQueue: OutboxQueue = { wake: async (locationId) => void woken.push(locationId) };

async function cost(work: () => Promise<unknown>) {
  world.firestore.reset();
  await work();
  const { reads, writes, deletes } = world.firestore.counts();
  return { reads, writes, deletes };
}

const sync = (queue = outboxQueue) =>
  syncMailbox({ ...world.app, outboxQueue: queue }, scene.mailboxId, { reason: 'poll' });

const relay = () => {
  const open = async () =>
    createGhl({
      ghlLocationId: ghl.id,
      conversationProviderId: null,
      token: async () => simulator.token(ghl),
      baseUrl: simulator.url,
    });
  return relayOutbox({ ...world.app, ghl: { open } }, scene.locationId);
};

test('a mail of a linked location costs its sync 1 read and 1 write more, and its relay 7 reads, 4 writes and 1 call', async () => {
  scene.account.deliver(scene.aMail);
  await sync();
  await relay();
  scene.account.deliver(scene.aMail);
  woken.length = 0;
  const { newMail, outboxEntry, relayedEntry } = MEASURED;
  expect(await cost(sync)).toEqual({
    reads: newMail.reads + outboxEntry.reads,
    writes: newMail.writes + outboxEntry.writes,
    deletes: 0,
  });
  expect(woken).toEqual([scene.locationId]);
  const calls = ghl.calls.length;
  // Reads: relay twice, location, entry, message, contact, last of the thread. Writes: relay twice, claim, done.
  // The link and its credential are read by the way that the functions take, which the last test counts.
  expect(await cost(relay)).toEqual({
    reads: relayedEntry.reads - 2,
    writes: relayedEntry.writes,
    deletes: 0,
  });
  expect(ghl.calls.slice(calls).map(({ method }) => method)).toEqual(['messages.addInbound']);
  expect(ghl.logged()).toHaveLength(2);
  expect(ghl.sent).toEqual([]);
});

test('an event that is not published fails no sync, and the agent sees what waits', async () => {
  scene.account.deliver(scene.aMail);
  const { outcome } = await sync({ wake: () => Promise.reject(new Error('no topic')) });
  expect(outcome).toBe('synced');
  expect(world.logged.map(({ event }) => event)).toContain('relayNotWoken');
  const status = async () => (await describeSync(world.app, scene.agent)).locations[0]?.ghl;
  expect(await status()).toMatchObject({ status: 'linked', pending: 1, failed: {} });
  await relay();
  expect(await status()).toMatchObject({ pending: 0, oldestPendingAt: null });
});

test('through the stored link: 2 reads more; a token that GHL no longer takes ends it, and a new one goes on', async () => {
  const { links, vault, clock, random, log } = world.app;
  const apiUrl = simulator.url;
  const access = createGhlAccess({ links, vault, clock, random, log, apiUrl, ghlOAuth: undefined });
  const link = async (token: string) => {
    const sealed = await vault.seal(scene.locationId, { kind: 'token', token });
    const { locationId } = scene;
    await links.linkLocation(aWantedLink(aLink({ ghlLocationId: ghl.id })), {
      locationId,
      version: random.id(),
      sealed,
      kind: 'token',
      storedAt: clock.now(),
      endedAt: null,
    });
  };
  const drain = () => relayOutbox({ ...world.app, ghl: access }, scene.locationId);
  await link(simulator.token(ghl));
  scene.account.deliver(scene.aMail);
  await sync();
  expect(await drain()).toEqual({ outcome: 'drained' });
  scene.account.deliver(scene.aMail);
  await sync();
  const { reads, writes } = MEASURED.relayedEntry;
  expect(await cost(drain)).toEqual({ reads, writes, deletes: 0 });
  await link('no longer one');
  scene.account.deliver(scene.aMail);
  await sync();
  expect(await drain()).toEqual({ outcome: 'unlinked' });
  expect((await describeSync(world.app, scene.agent)).locations[0]?.ghl).toMatchObject({
    status: 'revoked',
    pending: 1,
  });
  await link(simulator.token(ghl));
  expect(await drain()).toEqual({ outcome: 'drained' });
  expect(ghl.logged()).toHaveLength(3);
});
