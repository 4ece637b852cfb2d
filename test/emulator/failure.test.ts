import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** A live mailbox in which a contact's mail waits to be synced. */
async function aMailboxWithNews() {
  const locationId = await world.tenants.location();
  const { emails } = await world.tenants.contact(locationId);
  const mailbox = await world.liveMailbox(await world.tenants.agent([locationId]));
  const { historyId: cursor } = mailbox.account;
  mailbox.account.deliver({ from: emails[0] ?? '', to: mailbox.emailAddress });
  const sync = () => syncMailbox(world.app, mailbox.mailboxId, { reason: 'poll' });
  return { ...mailbox, locationId, cursor, sync };
}

describe('when Gmail does not answer', () => {
  test('the run fails to its trigger, the cursor stays, and the next run stores the mail', async () => {
    const { emailAddress, mailboxId, locationId, cursor, sync } = await aMailboxWithNews();
    world.gmail.faults.add({
      method: 'messages.get',
      account: emailAddress,
      times: 3,
      reply: { status: 503 },
    });

    await expect(sync()).rejects.toMatchObject({ code: 'unavailable', operation: 'gmail.messages.get' });
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'live',
      historyId: cursor,
      lease: { holder: null },
      lastError: { code: 'unavailable', operation: 'gmail.messages.get' },
    });

    expect(await sync()).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });
    expect(await world.store.messages(locationId)).toHaveLength(1);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ lastError: null });
  });
});

describe('when Gmail limits the rate', () => {
  test('the mailbox pauses with its work kept, and goes on afterwards', async () => {
    const { emailAddress, mailboxId, locationId, cursor, account, sync } = await aMailboxWithNews();
    const reply = googleErrors.userRateLimitExceeded();
    world.gmail.faults.add({ method: 'messages.get', account: emailAddress, reply });

    expect(await sync()).toEqual({ outcome: 'paused', until: expect.any(Date) });
    const calls = account.usage.calls.length;
    expect(await sync()).toMatchObject({ outcome: 'paused' });
    expect(account.usage.calls).toHaveLength(calls);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ historyId: cursor, status: 'live' });

    await world.app.store.update(mailboxId, (mailbox) => ({ ...mailbox, pausedUntil: new Date(0) }));
    expect(await sync()).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });
    expect(await world.store.messages(locationId)).toHaveLength(1);
  });
});

describe('when a message is gone before it is fetched', () => {
  test('it is skipped with that reason and the sync goes on', async () => {
    const { account, mailboxId, sync } = await aMailboxWithNews();
    const [mail] = account.messages();
    const gone = account.deliver({ from: 'x@example.com', to: account.address });
    world.gmail.faults.add({
      method: 'messages.get',
      account: account.address,
      times: 8,
      reply: googleErrors.notFound(),
    });

    await sync();

    expect(await world.store.ledger(mailboxId)).toEqual({
      [mail?.id ?? '']: { state: 'skipped', reason: 'gone', at: expect.any(Date) },
      [gone.id]: { state: 'skipped', reason: 'gone', at: expect.any(Date) },
    });
  });

  test('a mail that Gmail does not know for a moment is fetched all the same', async () => {
    const { emailAddress, locationId, sync } = await aMailboxWithNews();
    world.gmail.faults.add({
      method: 'messages.get',
      account: emailAddress,
      times: 2,
      reply: googleErrors.notFound(),
    });

    await sync();

    expect(await world.store.messages(locationId)).toHaveLength(1);
  });
});
