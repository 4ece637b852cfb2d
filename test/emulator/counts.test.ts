import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { anAddress } from '../support/builders.ts';
import type { Mail } from '../support/gmail/mail.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

let mailbox: Awaited<ReturnType<typeof aWarmMailbox>>;
beforeEach(async () => {
  mailbox = await aWarmMailbox();
});

/** A live mailbox that has synced before: its access token is in memory. */
async function aWarmMailbox() {
  const locationId = await world.tenants.location();
  const { emails } = await world.tenants.contact(locationId);
  const live = await world.liveMailbox(await world.tenants.agent([locationId]));
  return { ...live, locationId, contactAddress: emails[0] ?? '' };
}

const aMail = (overrides: Partial<Mail> = {}): Mail => ({
  from: mailbox.contactAddress,
  to: mailbox.emailAddress,
  ...overrides,
});

/** What one notification costs, in Gmail and in Firestore. */
async function costOfPush(historyId: string) {
  world.firestore.reset();
  mailbox.account.usage.reset();
  await syncMailbox(world.app, mailbox.mailboxId, { reason: 'push', historyId: HistoryId.of(historyId) });
  const { reads, writes, deletes } = world.firestore.counts();
  return {
    units: mailbox.account.usage.units,
    calls: mailbox.account.usage.calls.length,
    reads,
    writes,
    deletes,
  };
}

test('one new mail in an idle mailbox: 22 units in 2 calls, 7 reads, 6 writes', async () => {
  await costOfPush(mailbox.account.deliver(aMail()).historyId);
  // Reads: mailbox (lease), ledger entry, agent, contact; in the commit mailbox, message and conversation.
  // Writes: mailbox (lease); in the commit ledger entry, message, conversation, run and mailbox.
  expect(await costOfPush(mailbox.account.deliver(aMail()).historyId)).toEqual({
    units: 22,
    calls: 2,
    reads: 7,
    writes: 6,
    deletes: 0,
  });
});

test('a mail from an unknown sender: 22 units, 5 reads, 4 writes', async () => {
  const { historyId } = mailbox.account.deliver(aMail({ from: anAddress('stranger') }));
  expect(await costOfPush(historyId)).toEqual({ units: 22, calls: 2, reads: 5, writes: 4, deletes: 0 });
});

test.each(['repeated', 'stale'])('a %s notification: 1 read, no write, no Gmail call', async (kind) => {
  const { historyId } = mailbox.account.deliver(aMail());
  await costOfPush(historyId);
  const given = kind === 'stale' ? (BigInt(historyId) - 1n).toString() : historyId;
  expect(await costOfPush(given)).toEqual({ units: 0, calls: 0, reads: 1, writes: 0, deletes: 0 });
});

test('100 mails in 100 threads: 2,002 units', async () => {
  const mails = mailbox.account.seed(100, () => aMail(), { history: true });
  const cost = await costOfPush(mails.at(-1)?.historyId ?? '');
  expect(cost).toMatchObject({ units: 2_002, calls: 101 });
  expect(await world.store.messages(mailbox.locationId)).toHaveLength(100);
});

test('100 mails in 10 threads: 402 units', async () => {
  const roots = Array.from({ length: 10 }, () => mailbox.account.deliver(aMail()));
  await costOfPush(roots.at(-1)?.historyId ?? '');
  const mails = mailbox.account.seed(100, (index) => aMail({ threadId: roots[index % 10]?.threadId }), {
    history: true,
  });
  expect(await costOfPush(mails.at(-1)?.historyId ?? '')).toMatchObject({ units: 402, calls: 11 });
  expect(await world.store.messages(mailbox.locationId)).toHaveLength(110);
});
