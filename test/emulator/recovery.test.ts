import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeSync } from '../../shared/sync/agents/describeSync.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { eventually } from '../support/eventually.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** The use cases with another share of time, or at another time. */
const withRunMs = (runMs: number) => ({ ...world.app, settings: { ...world.app.settings, runMs } });
const later = (ms: number) => ({
  ...world.app,
  clock: { ...world.app.clock, now: () => new Date(Date.now() + ms) },
});

describe('a mailbox whose history has expired', () => {
  test('stores what arrived in the gap, fetches nothing that it knows, and goes on from a fresh cursor', async () => {
    const { account, mailboxId, locationId, aMail, poll } = await aScene(world);
    account.seed(5, () => aMail, { history: true });
    await poll();
    account.seed(3, () => aMail, { history: true });
    account.expireHistory();
    account.usage.reset();

    expect(await poll()).toMatchObject({ outcome: 'synced', counts: { stored: 3 } });

    expect(await world.store.messages(locationId)).toHaveLength(8);
    expect(account.usage.count('messages.get')).toBe(3);
    // The refused delta, the pin; a page of what is new and its mails; a page of what was hidden; the labels, and a page
    // of each and of all; the delta from the pin.
    const labels = 14;
    expect(account.usage.units).toBe(2 + 1 + (5 + 3 * 20) + 5 + (1 + (labels + 1) * 5) + 2);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'live',
      historyId: account.historyId,
      recovery: null,
      lastError: null,
      lease: { holder: null },
    });
  });

  test('misses nothing that arrives between the listing and the new cursor', async () => {
    const { account, locationId, emailAddress, aMail, poll } = await aScene(world);
    account.deliver(aMail);
    account.expireHistory();
    account.usage.reset();
    world.gmail.faults.add({ method: 'messages.get', account: emailAddress, delayMs: 300 });

    const running = poll();
    await eventually('the gap is listed', () => account.usage.count('messages.list') === 1);
    account.deliver(aMail);
    await running;

    expect(await world.store.messages(locationId)).toHaveLength(2);
  });

  test('does not recover in a loop: a second time within the hour it fails and says why', async () => {
    const { account, mailboxId, locationId, aMail, poll } = await aScene(world);
    account.expireHistory();
    await poll();
    account.deliver(aMail);
    account.expireHistory();
    account.usage.reset();

    expect(await poll()).toEqual({ outcome: 'failed', code: 'historyExpired' });
    expect(account.usage.count('messages.list')).toBe(0);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ lastError: { code: 'historyExpired' } });

    expect(await poll(later(61 * 60_000))).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });
    expect(await world.store.messages(locationId)).toHaveLength(1);
  });

  test('that takes longer than a run goes on as jobs, keeps its pin, and fetches nothing twice', async () => {
    const { account, mailboxId, locationId, aMail } = await aScene(world);
    account.seed(120, () => aMail, { history: true });
    account.expireHistory();
    account.usage.reset();
    const hurried = withRunMs(0);

    const outcomes = [];
    do {
      outcomes.push(await runJob(hurried, { type: 'delta', mailboxId, reason: 'continuation' }));
    } while (outcomes.at(-1)?.outcome === 'continued');

    expect(new Set(outcomes.slice(0, -1).map(({ outcome }) => outcome))).toEqual(new Set(['continued']));
    expect(outcomes.at(-1)?.outcome).toBe('synced');
    expect(outcomes.length).toBeGreaterThan(4);
    expect(account.usage.count('getProfile')).toBe(1);
    expect(account.usage.count('messages.get')).toBe(120);
    expect(await world.store.messages(locationId)).toHaveLength(120);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ counters: { stored: 120 }, recovery: null });
  });

  test('keeps its cursor until all is done, and shows people how far it is', async () => {
    const { account, agent, mailboxId, aMail } = await aScene(world);
    const cursor = account.historyId;
    account.seed(60, () => aMail, { history: true });
    account.expireHistory();
    const hurried = withRunMs(0);

    await runJob(hurried, { type: 'delta', mailboxId, reason: 'continuation' });
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      historyId: cursor,
      recovery: { step: 'arrivals', historyId: account.historyId },
    });
    await runJob(hurried, { type: 'delta', mailboxId, reason: 'continuation' });

    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      historyId: cursor,
      recovery: { step: 'returns' },
    });
    expect(await describeSync(world.app, agent)).toMatchObject({
      mailboxes: [{ status: 'live', recovering: true, progress: { done: 60, total: 60 } }],
    });
  });

  test('lets new mail pass: what is notified meanwhile is stored before the rest of the gap', async () => {
    const { account, mailboxId, locationId, aMail, push, poll } = await aScene(world);
    account.seed(120, () => aMail, { history: true });
    account.expireHistory();
    const hurried = withRunMs(0);
    await runJob(hurried, { type: 'delta', mailboxId, reason: 'continuation' });

    const news = account.deliver({ ...aMail, subject: 'just now' });
    expect(await push(news.historyId, hurried)).toMatchObject({ outcome: 'continued' });

    const subjects = (await world.store.messages(locationId)).map(({ envelope }) => envelope.subject);
    expect(subjects).toContain('just now');
    expect(subjects.length).toBeLessThan(121);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ recovery: { step: 'arrivals' } });

    await poll();
    expect(await world.store.messages(locationId)).toHaveLength(121);
    expect(account.usage.count('messages.get')).toBe(121);
  });

  test('looks for new mail by itself where nothing is notified, before it goes on', async () => {
    const { account, mailboxId, locationId, aMail } = await aScene(world);
    account.seed(120, () => aMail, { history: true });
    account.expireHistory();
    const hurried = withRunMs(0);
    await runJob(hurried, { type: 'delta', mailboxId, reason: 'continuation' });
    account.deliver({ ...aMail, subject: 'just now' });

    expect(await runJob(hurried, { type: 'delta', mailboxId, reason: 'poll' })).toMatchObject({
      outcome: 'continued',
    });

    const subjects = (await world.store.messages(locationId)).map(({ envelope }) => envelope.subject);
    expect(subjects).toContain('just now');
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ recovery: { step: 'arrivals' } });
  });

  test('that is left lying until its own history has expired begins again with the whole gap', async () => {
    const { account, mailboxId, locationId, aMail, poll } = await aScene(world);
    account.seed(60, () => aMail, { history: true });
    account.expireHistory();
    await runJob(withRunMs(0), { type: 'delta', mailboxId, reason: 'continuation' });
    account.deliver({ ...aMail, subject: 'in the meantime' });
    account.expireHistory();
    const nineDays = 9 * 24 * 60 * 60_000;

    expect(await poll(later(nineDays))).toMatchObject({ outcome: 'synced' });

    const subjects = (await world.store.messages(locationId)).map(({ envelope }) => envelope.subject);
    expect(subjects).toHaveLength(61);
    expect(subjects).toContain('in the meantime');
  });

  test('that is notified of more mail while it works gives way within a window', async () => {
    const { account, mailboxId, locationId, emailAddress, aMail, push, poll } = await aScene(world);
    account.seed(120, () => aMail, { history: true });
    account.expireHistory();
    world.gmail.faults.add({ method: 'messages.get', account: emailAddress, delayMs: 300 });

    const running = poll();
    await eventually('the first window is fetched', () => account.usage.count('messages.get') > 0);
    const news = account.deliver(aMail);
    expect(await push(news.historyId)).toEqual({ outcome: 'busy', handedOver: true });
    expect(await running).toMatchObject({ outcome: 'synced', counts: { stored: 121 } });

    expect(account.usage.count('messages.get')).toBe(121);
    const stored = world.logged.filter(
      ({ event, fields }) =>
        event === 'messageStored' && 'mailboxId' in fields && fields.mailboxId === mailboxId,
    );
    const turn = stored.findIndex(({ fields }) => 'gmailId' in fields && fields.gmailId === news.id);
    expect(turn).toBeLessThan(60);
    expect(await world.store.messages(locationId)).toHaveLength(121);
  });

  test('begins a listing again whose page token Gmail no longer takes', async () => {
    const { account, mailboxId, locationId, emailAddress, aMail, poll } = await aScene(world);
    account.seed(520, () => aMail, { history: true });
    account.expireHistory();
    const halfWay = async () => (await world.store.mailbox(mailboxId))?.progress?.pageToken !== null;
    do await runJob(withRunMs(0), { type: 'delta', mailboxId, reason: 'continuation' });
    while (!(await halfWay()));
    world.gmail.faults.add({
      method: 'messages.list',
      account: emailAddress,
      times: 1,
      reply: googleErrors.invalid('Invalid pageToken'),
    });

    expect(await poll()).toMatchObject({ outcome: 'synced' });

    expect(await world.store.messages(locationId)).toHaveLength(520);
    expect(account.usage.count('messages.get')).toBe(520);
  });
});
