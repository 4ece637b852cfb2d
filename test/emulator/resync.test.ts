import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GHL_DEFAULTS } from '../../shared/domain/ghlLink.ts';
import type { SyncDeps } from '../../shared/sync/deps.ts';
import { resyncMailbox } from '../../shared/sync/resyncMailbox.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const DAY_MS = 24 * 60 * 60_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const hurried = (): SyncDeps => ({ ...world.app, settings: { ...world.app.settings, runMs: 0 } });

const resync = (
  { mailboxId }: Scene,
  { since = daysAgo(7), leftOut = false, deps = world.app as SyncDeps } = {},
) => resyncMailbox(deps, { mailboxId, since, leftOut });

const subjects = async ({ locationId }: Scene) =>
  (await world.store.messages(locationId)).map(({ envelope }) => envelope.subject).sort();

/** A mail of which Gmail's history says nothing. */
const missed = ({ account, aMail }: Scene, subject: string, date = new Date()) =>
  account.seed(1, () => ({ ...aMail, subject, date }));

describe('a resync', () => {
  test('stores what is missing, marks what is gone and corrects labels, once, with the cursor where it is', async () => {
    const scene = await aScene(world);
    const { account, aMail, mailboxId, locationId, poll } = scene;
    const [read, gone] = ['read', 'gone'].map((subject) => account.deliver({ ...aMail, subject }));
    account.deliver({ ...aMail, subject: 'untouched' });
    await poll();
    account.mailbox.quietly(() => {
      account.modify(read?.id ?? '', { remove: ['UNREAD'] });
      account.delete(gone?.id ?? '');
    });
    missed(scene, 'missed');
    account.usage.reset();

    expect(await poll()).toMatchObject({ counts: { stored: 0 } });
    const { historyId: cursor, lastRecoveryAt } = await world.store.mailbox(mailboxId).then(liveOnly);
    expect(await resync(scene)).toMatchObject({ outcome: 'begun', queued: true });
    expect(await poll()).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });

    expect(await subjects(scene)).toEqual(['gone', 'missed', 'read', 'untouched']);
    const messages = await world.store.messages(locationId);
    const bySubject = new Map(messages.map((message) => [message.envelope.subject, message]));
    expect(bySubject.get('read')).toMatchObject({ read: true });
    expect(bySubject.get('gone')?.deletedAt).toBeInstanceOf(Date);
    expect(await world.store.conversations(locationId)).toMatchObject([{ messageCount: 3, unreadCount: 2 }]);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'live',
      historyId: cursor,
      lastRecoveryAt,
      recovery: null,
      progress: null,
      lease: { holder: null },
    });
    await resync(scene);
    expect(await poll()).toMatchObject({ counts: { stored: 0 } });
    expect(await subjects(scene)).toHaveLength(4);
  });

  test('looks at nothing that is older than it was asked for', async () => {
    const scene = await aScene(world);
    const { account, aMail, mailboxId, poll } = scene;
    const old = account.deliver({ ...aMail, subject: 'old', date: daysAgo(20) });
    account.deliver({ ...aMail, subject: 'new' });
    await poll();
    account.mailbox.quietly(() => account.delete(old.id));
    missed(scene, 'missed long ago', daysAgo(19));
    missed(scene, 'missed lately', daysAgo(2));
    account.usage.reset();
    await resync(scene);
    await poll();
    expect(await subjects(scene)).toEqual(['missed lately', 'new', 'old']);
    expect((await world.store.messages(scene.locationId)).filter(({ deletedAt }) => deletedAt)).toEqual([]);
    expect(account.usage.count('messages.get')).toBe(3);

    await resync(scene, { since: daysAgo(30) });
    await poll();
    expect(await subjects(scene)).toEqual(['missed lately', 'missed long ago', 'new', 'old']);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ counters: { stored: 4 } });
    expect((await world.store.messages(scene.locationId)).filter(({ deletedAt }) => deletedAt)).toHaveLength(
      1,
    );
  });

  test('that takes longer than a run goes on as jobs, keeps its place, and gives way to news', async () => {
    const scene = await aScene(world);
    const { account, aMail, mailboxId, push } = scene;
    const { historyId } = account;
    account.seed(120, (index) => ({ ...aMail, subject: `missed ${index}` }));
    await resync(scene);
    const outcomes = [await runJob(hurried(), { type: 'delta', mailboxId, reason: 'continuation' })];
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ historyId, recovery: { step: 'arrivals' } });
    const news = account.deliver({ ...aMail, subject: 'news' });
    expect(await push(news.historyId, hurried())).toMatchObject({ outcome: 'continued' });
    expect(await subjects(scene)).toContain('news');
    expect((await subjects(scene)).length).toBeLessThan(121);
    do outcomes.push(await runJob(hurried(), { type: 'delta', mailboxId, reason: 'continuation' }));
    while (outcomes.at(-1)?.outcome === 'continued');
    expect(outcomes.at(-1)).toMatchObject({ outcome: 'synced' });
    expect(await subjects(scene)).toHaveLength(121);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      historyId: account.historyId,
      counters: { stored: 121 },
      recovery: null,
    });
  });

  test('that is asked for while a recovery runs has that run end, and both are done', async () => {
    const scene = await aScene(world);
    const { account, aMail, emailAddress, mailboxId, poll } = scene;
    account.seed(60, (index) => ({ ...aMail, subject: `in the gap ${index}` }), { history: true });
    missed(scene, 'missed before the gap', daysAgo(10));
    account.expireHistory();
    world.gmail.faults.add({ method: 'messages.get', account: emailAddress, delayMs: 200 });
    const running = poll();
    await eventually('mails are fetched', () => account.usage.count('messages.get') > 0);
    expect(await resync(scene, { since: daysAgo(14) })).toMatchObject({ outcome: 'begun' });
    expect(await running).toEqual({ outcome: 'busy', handedOver: false });
    expect(await poll()).toMatchObject({ outcome: 'synced' });
    expect(await subjects(scene)).toHaveLength(61);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      historyId: account.historyId,
      recovery: null,
      lastRecoveryAt: expect.any(Date),
    });
  });

  test('of a mailbox that rests is done afterwards', async () => {
    const scene = await aScene(world);
    const until = (time: Date | null) =>
      world.app.store.update(scene.mailboxId, (mailbox) => ({ ...mailbox, pausedUntil: time }));
    await until(new Date(Date.now() + DAY_MS));
    missed(scene, 'missed');
    await resync(scene);
    expect(await scene.poll()).toMatchObject({ outcome: 'paused' });
    await until(null);
    await scene.poll();
    expect(await subjects(scene)).toEqual(['missed']);
  });

  test('of a mailbox whose history expires meanwhile becomes a recovery of that gap, too', async () => {
    const scene = await aScene(world);
    const { account, aMail, poll } = scene;
    missed(scene, 'missed long ago', daysAgo(10));
    await resync(scene, { since: daysAgo(14) });
    account.deliver({ ...aMail, subject: 'in the gap' });
    account.expireHistory();
    expect(await poll()).toMatchObject({ outcome: 'synced' });
    expect(await subjects(scene)).toEqual(['in the gap', 'missed long ago']);
  });

  test('whose job cannot be queued is begun all the same, and a poll goes on with it', async () => {
    const scene = await aScene(world);
    missed(scene, 'missed');
    const jobs = { publish: () => Promise.reject(new Error('no topic')) };
    expect(await resync(scene, { deps: { ...world.app, jobs } })).toMatchObject({
      outcome: 'begun',
      queued: false,
    });
    await scene.poll();
    expect(await subjects(scene)).toEqual(['missed']);
  });

  test('is refused where the mailbox is not live, and nothing is written', async () => {
    const scene = await aScene(world);
    const mailbox = await world.connect(await world.tenants.agent([scene.locationId]));
    const before = await world.store.mailbox(mailbox.mailboxId);
    expect(await resync({ ...scene, mailboxId: mailbox.mailboxId })).toEqual({
      outcome: 'blocked',
      status: 'connecting',
    });
    expect(await world.store.mailbox(mailbox.mailboxId)).toEqual(before);
  });
});

describe('mail that the ledger has as skipped', () => {
  test('is tried again where it had failed, and where it fails again, three times', async () => {
    const scene = await aScene(world);
    const { account, aMail, emailAddress, mailboxId, poll } = scene;
    const broken = {
      method: 'messages.get',
      account: emailAddress,
      reply: { status: 200, body: {} },
    } as const;
    const failing = async () => {
      world.gmail.faults.add({ ...broken, times: 1 });
      return poll().catch(({ code }) => code);
    };
    account.deliver({ ...aMail, subject: 'poison at first' });
    expect([await failing(), await failing()]).toEqual(['malformedAnswer', 'malformedAnswer']);
    expect(await failing()).toMatchObject({ outcome: 'synced' });
    const counters = async () => (await world.store.mailbox(mailboxId)).counters;
    expect(await counters()).toEqual({ stored: 0, skipped: { failed: 1 } });

    await resync(scene);
    expect([await failing(), await failing()]).toEqual(['malformedAnswer', 'malformedAnswer']);
    expect(await failing()).toMatchObject({ outcome: 'synced' });
    expect(await counters()).toEqual({ stored: 0, skipped: { failed: 1 } });
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ recovery: null, lastError: null });

    await resync(scene);
    await poll();
    expect(await counters()).toEqual({ stored: 1, skipped: {} });
    expect(await subjects(scene)).toEqual(['poison at first']);
  });

  test('is decided about anew where nobody in it was a contact only if that is asked for', async () => {
    const scene = await aScene(world);
    const { account, emailAddress, locationId, mailboxId, poll } = scene;
    const from = anAddress('contact');
    account.deliver({ from, to: emailAddress, subject: 'a stranger’s at first' });
    account.deliver({ from: anAddress('stranger'), to: emailAddress, subject: 'a stranger’s' });
    await poll();
    await world.tenants.contact(locationId, { emails: [from] });
    account.usage.reset();
    await resync(scene);
    await poll();
    expect(await subjects(scene)).toEqual([]);
    expect(account.usage.count('messages.get')).toBe(0);

    await resync(scene, { leftOut: true });
    await poll();
    expect(await subjects(scene)).toEqual(['a stranger’s at first']);
    expect((await world.store.mailbox(mailboxId)).counters).toEqual({
      stored: 1,
      skipped: { 'no-contact': 1 },
    });
  });
});

describe('what a resync brings of a location that is linked to GHL', () => {
  test('is logged where it was missed, and left as history where it was left out or is older than the sync', async () => {
    const scene = await aScene(world);
    const { account, aMail, emailAddress, locationId, poll } = scene;
    const link = { ...GHL_DEFAULTS, ghlLocationId: 'theirs', kind: 'token', status: 'linked' } as const;
    await world.tenants.settle(locationId, { ghl: link });
    const from = anAddress('contact');
    account.deliver({ from, to: emailAddress, subject: 'left out' });
    await poll();
    await world.tenants.contact(locationId, { emails: [from] });
    missed(scene, 'missed');
    account.seed(1, () => ({ ...aMail, subject: 'older', date: daysAgo(2) }));
    await resync(scene, { leftOut: true });
    await poll();
    const { items: entries } = await world.app.outbox.entriesIn(locationId, {
      states: ['pending', 'skipped'],
      limit: 9,
    });
    const messages = await world.store.messages(locationId);
    const fates = entries.map(({ messageId, state, ...entry }) => [
      messages.find((message) => message.messageId === messageId)?.envelope.subject,
      'reason' in entry ? entry.reason : state,
    ]);
    expect(Object.fromEntries(fates)).toEqual({ 'left out': 'history', missed: 'pending', older: 'history' });
  });
});

function liveOnly(mailbox: Awaited<ReturnType<typeof world.store.mailbox>>) {
  if (mailbox.status !== 'live') throw new Error(`The mailbox is ${mailbox.status}`);
  return mailbox;
}
