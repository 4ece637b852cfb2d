import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { Office, type OfficeMailbox } from '../support/pacing/office.ts';

const MESSAGES = 50_000;
/** As in life, most mail is nobody's whom the CRM knows. */
const CONTACT_EVERY = 50;
const OTHERS = 20;
const UNITS_A_MINUTE = 6_000;
/** Between two mails of one of the other mailboxes. */
const MAIL_EVERY_MS = 5 * 60_000;

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const outcomeOf = (outcomes: readonly string[]) => ({
  last: outcomes.at(-1),
  others: [...new Set(outcomes.slice(0, -1))],
});

/** Delivers a mail and syncs as its notification would have it; how long that took, in milliseconds of the clock. */
async function mailComes(mailbox: OfficeMailbox, number: number): Promise<number> {
  const before = office.clock.now().getTime();
  mailbox.account.deliver(office.mailFrom(office.contact, mailbox, `news ${number}`));
  const historyId = HistoryId.of(mailbox.account.historyId);
  await syncMailbox(office.deps, mailbox.mailboxId, { reason: 'push', historyId });
  return office.clock.now().getTime() - before;
}

/** Mail comes to all of them in turn until the work is done. */
async function whileMailComes(
  to: readonly OfficeMailbox[],
  work: Promise<unknown>,
): Promise<readonly number[]> {
  const tookMs: number[] = [];
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  for (let number = 0; !isOver; number += 1) {
    const mailbox = to[number % to.length];
    if (mailbox) tookMs.push(await mailComes(mailbox, number));
    await office.clock.sleep(MAIL_EVERY_MS / to.length);
  }
  return tookMs;
}

const refusals = ({ account }: OfficeMailbox) =>
  account.usage.calls.filter(({ status }) => status === 429 || status === 403);

const gets = ({ account }: OfficeMailbox): number =>
  account.usage.calls.filter(({ method, status }) => method === 'messages.get' && status === 200).length;

test('50,000 messages are brought over many deadlines at 95 % of what the quota allows or more, none is refused, and the mail of 20 others never waits', async () => {
  const others = await Promise.all(Array.from({ length: OTHERS }, () => office.connect()));
  for (const { mailboxId } of others) await office.work({ type: 'initial', mailboxId });
  const huge = await office.connect();
  huge.account.seed(MESSAGES, (index) =>
    office.mailFrom(
      index % CONTACT_EVERY === 0 ? office.contact : 'stranger@example.net',
      huge,
      `mail ${index}`,
    ),
  );
  const settings = { ...office.deps.settings, initialSyncLimit: MESSAGES };
  const startedAt = office.clock.now().getTime();

  const backfill = office.work({ type: 'initial', mailboxId: huge.mailboxId }, { ...office.deps, settings });
  const [outcomes, tookMs] = await office.clock.during(
    Promise.all([backfill, whileMailComes(others, backfill)]),
  );

  const last = huge.account.usage.calls.at(-1)?.at.getTime() ?? 0;
  const allowed = ((last - startedAt) / 60_000) * UNITS_A_MINUTE;
  expect(huge.account.usage.units).toBeGreaterThan(MESSAGES * 20);
  expect(huge.account.usage.units / allowed).toBeGreaterThanOrEqual(0.95);
  expect([huge, ...others].flatMap(refusals)).toEqual([]);
  expect(outcomeOf(outcomes)).toEqual({ last: 'synced', others: ['continued'] });
  expect(outcomes.length).toBeGreaterThan(20);
  expect(gets(huge)).toBe(MESSAGES);
  expect(await office.ground.mailbox(huge.mailboxId)).toMatchObject({
    status: 'live',
    counters: { stored: MESSAGES / CONTACT_EVERY },
  });
  expect(tookMs.length).toBeGreaterThan(500);
  expect(Math.max(...tookMs)).toBe(0);
}, 600_000);
