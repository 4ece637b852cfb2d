import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { resyncMailbox } from '../../../shared/sync/resyncMailbox.ts';
import { Office } from '../../support/pacing/office.ts';

const MAILS = 500;

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

test('a resync that was asked for by a clock an hour ahead decides once about each mail', async () => {
  const mailbox = await office.connect();
  mailbox.account.seed(MAILS, (index) => office.mailFrom('stranger@example.net', mailbox, `mail ${index}`));
  const { mailboxId, account } = mailbox;
  const settings = { ...office.deps.settings, initialSyncLimit: MAILS };
  await office.clock.during(office.work({ type: 'initial', mailboxId }, { ...office.deps, settings }));
  account.usage.reset();
  office.clock.pass(60_000);
  const { clock } = office.deps;
  const ahead = { ...clock, now: () => new Date(clock.now().getTime() + 60 * 60_000) };
  const since = new Date(clock.now().getTime() - 24 * 60 * 60_000);
  await resyncMailbox({ ...office.deps, clock: ahead }, { mailboxId, since, leftOut: true });
  const outcomes = await office.clock.during(office.goOn(mailboxId));
  expect(outcomes.at(-1)).toBe('synced');
  expect(account.usage.count('messages.get')).toBe(MAILS);
  expect(await office.ground.mailbox(mailboxId)).toMatchObject({ recovery: null });
});
