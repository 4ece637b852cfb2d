import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runJob } from '../../shared/sync/runJob.ts';
import { anAddress } from '../support/builders.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** A live mailbox in which a contact's mail waits to be synced. */
async function aMailboxWithNews() {
  const scene = await aScene(world);
  const { historyId: cursor } = scene.account;
  scene.account.deliver(scene.aMail);
  return { ...scene, cursor };
}

describe('when Gmail does not answer', () => {
  test('the run fails to its trigger, the cursor stays, and the next run stores the mail', async () => {
    const { emailAddress, mailboxId, locationId, cursor, poll } = await aMailboxWithNews();
    world.gmail.faults.add({
      method: 'messages.get',
      account: emailAddress,
      times: 3,
      reply: { status: 503 },
    });

    await expect(poll()).rejects.toMatchObject({ code: 'unavailable', operation: 'gmail.messages.get' });
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'live',
      historyId: cursor,
      lease: { holder: null },
      lastError: { code: 'unavailable', operation: 'gmail.messages.get' },
    });

    expect(await poll()).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });
    expect(await world.store.messages(locationId)).toHaveLength(1);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ lastError: null });
  });
});

describe('when Gmail limits the rate', () => {
  test('the mailbox pauses with its work kept, and goes on afterwards', async () => {
    const { emailAddress, mailboxId, locationId, cursor, account, poll } = await aMailboxWithNews();
    const reply = googleErrors.userRateLimitExceeded();
    world.gmail.faults.add({ method: 'messages.get', account: emailAddress, reply });

    expect(await poll()).toEqual({ outcome: 'paused', until: expect.any(Date) });
    const calls = account.usage.calls.length;
    expect(await poll()).toMatchObject({ outcome: 'paused' });
    expect(account.usage.calls).toHaveLength(calls);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ historyId: cursor, status: 'live' });

    await world.app.store.update(mailboxId, (mailbox) => ({ ...mailbox, pausedUntil: new Date(0) }));
    expect(await poll()).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });
    expect(await world.store.messages(locationId)).toHaveLength(1);
  });
});

describe('when one call of many fails', () => {
  test('no further call is made', async () => {
    const { account, emailAddress, poll } = await aMailboxWithNews();
    account.seed(60, () => ({ from: 'x@example.com' }), { history: true });
    account.usage.reset();
    const reply = googleErrors.userRateLimitExceeded();
    world.gmail.faults.add({ method: 'messages.get', account: emailAddress, reply });

    expect(await poll()).toMatchObject({ outcome: 'paused' });

    expect(account.usage.count('messages.get')).toBeLessThanOrEqual(10);
  });
});

describe('when the CRM left out, or spoilt, what the sync does not need', () => {
  test.each([
    ['left out', {}],
    ['spoilt', { name: null, ghlContactId: 7 }],
  ])('%s: a mail of such a contact is stored all the same', async (_, fields) => {
    const { account, emailAddress, locationId, poll } = await aMailboxWithNews();
    const address = anAddress('contact');
    await world.write('contacts', { locationId, emails: [null, address], ...fields });
    account.deliver({ from: address, to: emailAddress });

    expect(await poll()).toMatchObject({ outcome: 'synced', counts: { stored: 2 } });
  });
});

describe('when one message cannot be read', () => {
  test('the others are stored at once, and after three strikes it has failed and the sync goes on', async () => {
    const { account, emailAddress, mailboxId, cursor, poll } = await aMailboxWithNews();
    const broken = {
      method: 'messages.get',
      account: emailAddress,
      reply: { status: 200, body: { id: 7 } },
    } as const;
    account.deliver({ from: 'x@example.com' });
    const unreadable = async () => {
      world.gmail.faults.add(broken);
      await expect(poll()).rejects.toMatchObject({ code: 'malformedAnswer' });
    };

    await unreadable();
    const [struck] = Object.values(await world.store.ledger(mailboxId)).filter(
      ({ state }) => state === 'struck',
    );
    expect(struck).toMatchObject({ strikes: 1, error: 'malformedAnswer' });
    expect(Object.keys(await world.store.ledger(mailboxId))).toHaveLength(2);
    await unreadable();
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ historyId: cursor });

    world.gmail.faults.add(broken);
    expect(await poll()).toMatchObject({ outcome: 'synced' });

    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      historyId: account.historyId,
      counters: { skipped: { failed: 1 } },
      lastError: null,
    });
    expect(Object.values(await world.store.ledger(mailboxId))).toContainEqual(
      expect.objectContaining({ state: 'skipped', reason: 'failed', error: 'malformedAnswer' }),
    );
  });

  test('that can be read the second time is stored', async () => {
    const { emailAddress, mailboxId, locationId, poll } = await aMailboxWithNews();
    const reply = { status: 200, body: { id: 7 } };
    world.gmail.faults.add({ method: 'messages.get', account: emailAddress, reply });
    await expect(poll()).rejects.toMatchObject({ code: 'malformedAnswer' });

    expect(await poll()).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });

    expect(await world.store.messages(locationId)).toHaveLength(1);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ counters: { stored: 1, skipped: {} } });
  });
});

describe('when the grant is dead', () => {
  test('a watch job says so on the mailbox and is not repeated', async () => {
    const { emailAddress, mailboxId } = await aMailboxWithNews();
    world.gmail.oauth.revokeGrant(emailAddress);
    world.gmail.oauth.expireAccessTokens({ address: emailAddress });

    expect(await runJob(world.app, { type: 'watch', mailboxId })).toEqual({ outcome: 'watched' });

    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'reauthRequired',
      lastError: { code: 'grantRevoked' },
    });
  });
});

describe('when a thread is not shown', () => {
  test('its mails are fetched one by one', async () => {
    const { account, emailAddress, locationId, poll } = await aMailboxWithNews();
    const [first] = account.messages();
    const more = { from: first?.from[0] ?? '', to: emailAddress, threadId: first?.threadId };
    account.seed(3, () => more, { history: true });
    world.gmail.faults.add({ method: 'threads.get', account: emailAddress, reply: googleErrors.notFound() });

    expect(await poll()).toMatchObject({ outcome: 'synced', counts: { stored: 4 } });

    expect(await world.store.messages(locationId)).toHaveLength(4);
  });
});

describe('when a message is gone before it is fetched', () => {
  test('it is skipped with that reason and the sync goes on', async () => {
    const { account, mailboxId, poll } = await aMailboxWithNews();
    const [mail] = account.messages();
    const gone = account.deliver({ from: 'x@example.com', to: account.address });
    world.gmail.faults.add({
      method: 'messages.get',
      account: account.address,
      times: 8,
      reply: googleErrors.notFound(),
    });

    await poll();

    expect(await world.store.ledger(mailboxId)).toEqual({
      [mail?.id ?? '']: { state: 'skipped', reason: 'gone', at: expect.any(Date) },
      [gone.id]: { state: 'skipped', reason: 'gone', at: expect.any(Date) },
    });
  });

  test('a mail that Gmail does not know for a moment is fetched all the same', async () => {
    const { emailAddress, locationId, poll } = await aMailboxWithNews();
    world.gmail.faults.add({
      method: 'messages.get',
      account: emailAddress,
      times: 2,
      reply: googleErrors.notFound(),
    });

    await poll();

    expect(await world.store.messages(locationId)).toHaveLength(1);
  });
});
