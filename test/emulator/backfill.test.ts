import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { backfillMailbox } from '../../shared/sync/backfillMailbox.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

async function aConnectedMailbox(options: { aliases?: string[] } = {}) {
  const locationId = await world.tenants.location();
  const agent = await world.tenants.agent([locationId]);
  const { emails } = await world.tenants.contact(locationId);
  return { ...(await world.connect(agent, options)), locationId, contactAddress: emails[0] ?? '' };
}

describe('the initial sync', () => {
  test('stores the newest 50 mails, skips drafts and chats, and goes live with a watch', async () => {
    const { account, mailboxId, emailAddress, locationId, contactAddress } = await aConnectedMailbox();
    const mails = account.seed(60, (index) => ({
      from: contactAddress,
      to: emailAddress,
      subject: `mail ${index}`,
      date: new Date(Date.UTC(2026, 10, 1, 9, index)),
    }));
    account.saveDraft({ from: emailAddress, to: contactAddress });
    account.deliver({ from: contactAddress, labelIds: ['CHAT'] });

    expect(await runJob(world.app, { type: 'initial', mailboxId })).toEqual({
      outcome: 'synced',
      counts: { stored: 50, skipped: {} },
    });

    const stored = (await world.store.messages(locationId)).map(({ emailMessageId }) => emailMessageId);
    expect(stored.sort()).toEqual(
      mails
        .slice(-50)
        .map(({ id }) => id)
        .sort(),
    );
    expect(await world.store.conversations(locationId)).toMatchObject([
      { messageCount: 50, unreadCount: 50, lastMessage: { subject: 'mail 59' } },
    ]);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'live',
      historyId: account.historyId,
      watch: { expiresAt: expect.any(Date) },
      progress: null,
      counters: { stored: 50, skipped: {} },
      lease: { holder: null },
    });
  });

  test('costs one listing and the gets, besides profile, aliases, watch and the closing delta', async () => {
    const { account, mailboxId, emailAddress, contactAddress } = await aConnectedMailbox();
    account.seed(10, (index) => ({ from: contactAddress, to: emailAddress, subject: `mail ${index}` }));

    await backfillMailbox(world.app, mailboxId);

    expect(account.usage.units).toBe(1 + 1 + 100 + 5 + 10 * 20 + 2);
  });

  test('misses nothing that arrives while it lists', async () => {
    const { account, mailboxId, emailAddress, locationId, contactAddress } = await aConnectedMailbox();
    account.deliver({ from: contactAddress, to: emailAddress, subject: 'old' });
    world.gmail.faults.add({ method: 'messages.get', account: emailAddress, delayMs: 300 });

    const running = backfillMailbox(world.app, mailboxId);
    await eventually('the newest are listed', () => account.usage.count('messages.list') === 1);
    account.deliver({ from: contactAddress, to: emailAddress, subject: 'meanwhile' });
    await running;

    const subjects = (await world.store.messages(locationId)).map(({ envelope }) => envelope.subject);
    expect(subjects.sort()).toEqual(['meanwhile', 'old']);
  });

  test('that failed half way goes on from its pin and fetches nothing twice', async () => {
    const { account, mailboxId, emailAddress, locationId, contactAddress } = await aConnectedMailbox();
    account.seed(60, () => ({ from: contactAddress, to: emailAddress }));
    const fiftyFirstGet = { method: 'messages.get', account: emailAddress, skip: 50, times: 1 } as const;
    world.gmail.faults.add({ ...fiftyFirstGet, reply: { status: 400, body: {} } });
    const app = { ...world.app, settings: { ...world.app.settings, initialSyncLimit: 60 } };

    expect(await backfillMailbox(app, mailboxId)).toEqual({ outcome: 'failed', code: 'invalidRequest' });
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'backfilling',
      lease: { holder: null },
      lastError: { operation: 'gmail.messages.get' },
    });
    const gets = account.usage.count('messages.get');
    await backfillMailbox(app, mailboxId);

    expect(await world.store.messages(locationId)).toHaveLength(60);
    expect(account.usage.count('messages.get') - gets).toBe(10);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ status: 'live', counters: { stored: 60 } });
  });

  test('that died is queued again by the poll, once its lease has run out', async () => {
    const { mailboxId } = await aConnectedMailbox();
    const died = { holder: 'a dead run', trigger: { reason: 'initial' }, now: new Date(0) } as const;
    await world.app.store.takeLease(mailboxId, { ...died, expiresAt: new Date(Date.now() + 60_000) });
    const queued = { event: 'jobQueued', fields: { mailboxId, job: 'initial' } };
    await queuePoll(world.app, { quietMs: -1 });
    expect(world.logged).not.toContainEqual(queued);

    await world.app.store.update(mailboxId, (mailbox) => ({
      ...mailbox,
      lease: { ...mailbox.lease, expiresAt: new Date(0) },
    }));
    await queuePoll(world.app, { quietMs: -1 });

    expect(world.logged).toContainEqual(queued);
  });

  test('that failed in its closing delta is closed by its redelivered job', async () => {
    const { account, mailboxId, emailAddress, locationId, contactAddress } = await aConnectedMailbox();
    account.deliver({ from: contactAddress, to: emailAddress });
    world.gmail.faults.add({
      method: 'history.list',
      account: emailAddress,
      times: 3,
      reply: { status: 503 },
    });
    await expect(backfillMailbox(world.app, mailboxId)).rejects.toMatchObject({ code: 'unavailable' });
    account.deliver({ from: contactAddress, to: emailAddress });

    expect(await backfillMailbox(world.app, mailboxId)).toMatchObject({ outcome: 'synced' });

    expect(await world.store.messages(locationId)).toHaveLength(2);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'live',
      historyId: account.historyId,
    });
  });

  test('reads the verified aliases', async () => {
    const alias = anAddress('alias');
    const { mailboxId } = await aConnectedMailbox({ aliases: [alias] });
    await backfillMailbox(world.app, mailboxId);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ aliases: [alias] });
  });

  test('goes on without a watch when Gmail may not publish, and says so', async () => {
    const { account, mailboxId } = await aConnectedMailbox();
    world.gmail.notifications.permitted = false;
    await backfillMailbox(world.app, mailboxId);
    world.gmail.notifications.permitted = true;

    expect(await world.store.mailbox(mailboxId)).toMatchObject({ status: 'live', watch: null });
    expect(world.logged).toContainEqual(
      expect.objectContaining({ event: 'watchRefused', fields: expect.objectContaining({ mailboxId }) }),
    );
    expect(account.usage.count('watch')).toBe(1);
  });
});
