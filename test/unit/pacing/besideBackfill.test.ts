import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { GmailMessageId } from '../../../shared/domain/ids.ts';
import type { SyncOutcome } from '../../../shared/domain/syncOutcome.ts';
import { openAnnounced } from '../../../shared/sync/pacing/openAnnounced.ts';
import { syncMailbox } from '../../../shared/sync/syncMailbox.ts';
import { Office, type OfficeMailbox } from '../../support/pacing/office.ts';

const MESSAGES = 1_500;

let office: Office;
let huge: OfficeMailbox;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());
beforeEach(async () => {
  huge = await office.connect();
  huge.account.seed(MESSAGES, (index) => office.mailFrom('stranger@example.net', huge, `mail ${index}`));
});

/** Its first sync, of some five minutes, and what is done meanwhile. */
async function whileItSyncs<Result>(meanwhile: () => Promise<Result>): Promise<Result> {
  const settings = { ...office.deps.settings, initialSyncLimit: MESSAGES };
  const sync = office.work({ type: 'initial', mailboxId: huge.mailboxId }, { ...office.deps, settings });
  const [result, outcomes] = await office.clock.during(Promise.all([meanwhile(), sync]));
  expect(outcomes.at(-1)).toBe('synced');
  return result;
}

const deliver = () => huge.account.deliver(office.mailFrom(office.contact, huge, 'news'));

/** How long it takes until the mail is stored, in milliseconds of the clock. */
async function storedAfterMs({ id }: { id: string }): Promise<number> {
  const startedAt = office.clock.now().getTime();
  while (!(id in (await office.ground.ledger(huge.mailboxId)))) await office.clock.sleep(500);
  return office.clock.now().getTime() - startedAt;
}

const push = (): Promise<SyncOutcome> =>
  syncMailbox(office.deps, huge.mailboxId, {
    reason: 'push',
    historyId: HistoryId.of(huge.account.historyId),
  });

test('mail that is notified while a long first sync is under way is stored within its next window', async () => {
  const { outcome, tookMs } = await whileItSyncs(async () => {
    await office.clock.sleep(2 * 60_000);
    const mail = deliver();
    return { outcome: await push(), tookMs: await storedAfterMs(mail) };
  });
  expect(outcome).toEqual({ outcome: 'busy', handedOver: true });
  expect(tookMs).toBeLessThanOrEqual(15_000);
});

test('mail that nobody notified is stored in a minute, and the first sync ends with each mail got once', async () => {
  const tookMs = await whileItSyncs(async () => {
    await office.clock.sleep(2 * 60_000);
    return storedAfterMs(deliver());
  });
  expect(tookMs).toBeLessThanOrEqual(75_000);
  expect(huge.account.usage.count('messages.get')).toBe(MESSAGES + 1);
  expect(await office.ground.mailbox(huge.mailboxId)).toMatchObject({
    status: 'live',
    historyId: huge.account.historyId,
    counters: { stored: 1, skipped: { 'no-contact': MESSAGES } },
  });
});

test('a notification that finds a first sync stopped half way is kept for its next run, which begins with it', async () => {
  const settings = { ...office.deps.settings, initialSyncLimit: MESSAGES, runMs: 0 };
  const { mailboxId } = huge;
  const jobs = { publish: async () => {} };
  const deps = { ...office.deps, jobs, settings };
  await office.clock.during(office.work({ type: 'initial', mailboxId }, deps));
  const stopped = await office.ground.mailbox(mailboxId);
  expect(stopped).toMatchObject({ status: 'backfilling', lease: { holder: null } });
  const { id } = deliver();
  expect(await push()).toEqual({ outcome: 'busy', handedOver: true });
  expect(await office.ground.mailbox(mailboxId)).toEqual({
    ...stopped,
    wantedHistoryId: huge.account.historyId,
  });
  await office.clock.during(office.work({ type: 'initial', mailboxId }, deps));
  expect(await office.ground.mailbox(mailboxId)).toMatchObject({ status: 'backfilling' });
  expect(await office.ground.ledger(mailboxId)).toMatchObject({ [id]: { state: 'stored' } });
});

test('what agents do with the mailbox meanwhile is announced to the first sync, and neither is refused', async () => {
  await whileItSyncs(async () => {
    const [mail] = huge.account.messages();
    for (let round = 0; round < 12; round += 1) {
      await office.clock.sleep(20_000);
      const mailbox = await office.ground.mailbox(huge.mailboxId);
      if (!mailbox || !mail) throw new Error('The mailbox is not there');
      const gmail = await openAnnounced(office.deps, mailbox);
      for (let call = 0; call < 5; call += 1) await gmail.getMessage(GmailMessageId(mail.id));
    }
  });
  expect(huge.account.usage.calls.filter(({ status }) => status === 403 || status === 429)).toEqual([]);
  expect(huge.account.usage.count('messages.get')).toBe(MESSAGES + 12 * 5);
});
