import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { runJob } from '../../../shared/sync/runJob.ts';
import { syncMailbox } from '../../../shared/sync/syncMailbox.ts';
import { aFetchOf } from '../../support/pacing/aFetchOf.ts';
import { Office } from '../../support/pacing/office.ts';

/** More than a search brings, twice. */
const OLD_MAILS = 300;

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

test('mail never waits for searches that need more than the mailbox’s quota has left for them', async () => {
  const mailbox = await office.connect();
  const { mailboxId, account } = mailbox;
  await office.clock.during(office.work({ type: 'initial', mailboxId }));
  account.seed(OLD_MAILS, (index) => office.mailFrom(office.contact, mailbox, `old ${index}`));
  const deps = { ...office.deps, settings: { ...office.deps.settings, historyFetchLimit: OLD_MAILS + 1 } };
  const search = await aFetchOf(deps, office.knownContact, mailboxId);
  const first = office.clock.now().getTime();

  // 300 mails are 6,000 units, and a search may use two thirds of them in a minute.
  const outcome = await office.clock.during(runJob(deps, search));
  expect(outcome).toMatchObject({ outcome: 'continued', notBefore: expect.any(Date) });
  expect(office.clock.now().getTime() - first).toBeLessThanOrEqual(5_000);
  account.deliver(office.mailFrom(office.contact, mailbox, 'news'));
  const push = { reason: 'push', historyId: HistoryId.of(account.historyId) } as const;
  expect(await office.clock.during(syncMailbox(deps, mailboxId, push))).toMatchObject({
    outcome: 'synced',
    counts: { stored: 1 },
  });
  expect(office.clock.now().getTime() - first).toBeLessThanOrEqual(5_000);

  expect(office.queued).toMatchObject([{ type: 'history', notBefore: expect.any(Date) }]);
  const outcomes = await office.clock.during(office.goOn(mailboxId, deps));
  expect(outcomes.at(-1)).toBe('synced');
  expect(account.usage.count('messages.get')).toBe(OLD_MAILS + 1);
  expect(account.usage.calls.filter(({ status }) => status === 403 || status === 429)).toEqual([]);
});
