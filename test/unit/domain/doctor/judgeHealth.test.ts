import { describe, expect, test } from '@jest/globals';
import type { MailboxHealth } from '../../../../shared/domain/doctor/health.ts';
import { judgeMailboxes, judgeRelay } from '../../../../shared/domain/doctor/judgeHealth.ts';
import { LocationId, MailboxId } from '../../../../shared/domain/ids.ts';

const none = { count: 0, some: [] };
const some = (count: number) => ({ count, some: [MailboxId('m1'), MailboxId('m2')].slice(0, count) });
const well: MailboxHealth = {
  byStatus: { connecting: 0, backfilling: 1, live: 5, reauthRequired: 0, disconnected: 2 },
  quiet: none,
  lapsed: none,
  ending: none,
  unwatched: none,
  paused: none,
  failing: { ...none, codes: {} },
};
const where = { project: 'estio', isEmulated: false, hasGmailTopic: true };
const unwell = (health: Partial<MailboxHealth>) =>
  judgeMailboxes({ ...well, ...health }, where).filter(({ status }) => status !== 'ok');

describe('mailboxes', () => {
  test('that are well are counted', () => {
    expect(unwell({})).toEqual([]);
    expect(judgeMailboxes(well, where)[0]).toMatchObject({ says: '1 backfilling, 5 live, 2 disconnected' });
    const empty = { connecting: 0, backfilling: 0, live: 0, reauthRequired: 0, disconnected: 0 };
    expect(judgeMailboxes({ ...well, byStatus: empty }, where)[0]).toMatchObject({
      says: 'there are none yet',
    });
  });

  test.each<[string, Partial<MailboxHealth>, object]>([
    [
      'need their agents',
      { byStatus: { ...well.byStatus, reauthRequired: 3 } },
      { check: 'mailboxes', status: 'warning', says: expect.stringContaining('3 reauthRequired') },
    ],
    [
      'are quiet, some of them',
      { quiet: some(2) },
      { check: 'quiet mailboxes', status: 'warning', mend: 'npm run admin -- mailboxes show m1' },
    ],
    [
      'are quiet, all of them',
      { quiet: { ...some(2), count: 5 } },
      {
        check: 'quiet mailboxes',
        status: 'wrong',
        mend: 'gcloud scheduler jobs run pollMailboxes --location=REGION --project=estio',
      },
    ],
    [
      'have lost their watch',
      { lapsed: some(1) },
      {
        check: 'watches',
        status: 'wrong',
        says: '1 mailbox (m1) get no notifications: their watch has ended',
      },
    ],
    ['are about to lose it', { ending: some(2) }, { check: 'watches', status: 'warning' }],
    ['have none', { unwatched: some(2) }, { check: 'watches', status: 'warning' }],
    [
      'rest',
      { paused: some(1) },
      { check: 'resting mailboxes', status: 'warning', mend: 'npm run admin -- mailboxes resume m1' },
    ],
    [
      'fail',
      { failing: { ...some(2), count: 9, codes: { forbidden: 2, unavailable: 7 } } },
      {
        check: 'failing mailboxes',
        status: 'warning',
        says: 'the last run of 9 mailboxes (m1, m2, …) has failed: 7 unavailable, 2 forbidden',
      },
    ],
  ])('that %s are told', (_, health, expected) => {
    expect(unwell(health)).toEqual([expect.objectContaining(expected)]);
  });

  test('without a topic have no watches, and locally are polled by hand', () => {
    const polled = judgeMailboxes({ ...well, unwatched: some(2) }, { ...where, hasGmailTopic: false });
    expect(polled.find(({ check }) => check === 'watches')?.status).toBe('notChecked');
    const [, quiet] = judgeMailboxes({ ...well, quiet: some(5) }, { ...where, isEmulated: true });
    expect(quiet?.mend).toContain('curl -X POST "$APP_BASE_URL/pollMailboxes"');
  });
});

test('links that are revoked and emails that were given up are told', () => {
  const a = LocationId('a');
  expect(judgeRelay({ revoked: none, failed: none }).map(({ status }) => status)).toEqual(['ok', 'ok']);
  expect(judgeRelay({ revoked: { count: 4, some: [a] }, failed: { count: 2, some: [a] } })).toMatchObject([
    {
      status: 'wrong',
      says: expect.stringContaining('4 locations (a, …)'),
      mend: 'npm run admin -- ghl link a',
    },
    {
      status: 'warning',
      says: expect.stringContaining('2 emails'),
      mend: expect.stringContaining('outbox retry a'),
    },
  ]);
});
