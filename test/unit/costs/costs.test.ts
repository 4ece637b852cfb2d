import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { ASSUMPTIONS, assumed } from '../../bench/costs/assumptions.ts';
import { billedSeconds } from '../../bench/costs/billedSeconds.ts';
import { limitsOf, mailboxesAt, shareAt } from '../../bench/costs/limits.ts';
import { monthlyCosts, totalOf } from '../../bench/costs/monthlyCosts.ts';
import { readAssumptions } from '../../bench/costs/readAssumptions.ts';
import { workOf } from '../../bench/costs/work.ts';
import { MEASURED } from '../../support/measuredCounts.ts';

const usdOf = (what: string, given = assumed()) =>
  monthlyCosts(given).find((line) => line.what === what)?.usd;

/** Nothing happens but mail with a contact, one a mailbox and day. */
const mailAlone = assumed({
  mailboxes: 1_000,
  mailsPerDay: 1,
  contactShare: 1,
  changesPerMail: 0,
  sendsPerDay: 0,
  linkedShare: 0,
  screenReads: 0,
  pollMinutes: 1e9,
  renewalsPerDay: 0,
  auditsPerWeek: 0,
});

describe('what a month costs', () => {
  test('Firestore is what was measured of a mail, at its price', () => {
    const mails = 1_000 * 30;
    expect(usdOf('Firestore reads', mailAlone)).toBeCloseTo((mails * MEASURED.newMail.reads * 0.03) / 1e5, 4);
    expect(usdOf('Firestore writes', mailAlone)).toBeCloseTo(
      (mails * MEASURED.newMail.writes * 0.09) / 1e5,
      4,
    );
    // The record of its run.
    expect(usdOf('Firestore deletes, of what expires', mailAlone)).toBeCloseTo((mails * 0.01) / 1e5, 6);
  });

  test('a notification is published and pushed, a thousand bytes each', () => {
    expect(usdOf('Pub/Sub', mailAlone)).toBeCloseTo((2 * 30_000 * 1_000 * 40) / 2 ** 40, 6);
    expect(usdOf('Functions, requests', mailAlone)).toBeCloseTo((30_000 * 0.4) / 1e6, 6);
  });

  test('what is stored grows with the months', () => {
    const stored = (monthsKept: number) => usdOf('Firestore storage', { ...mailAlone, monthsKept }) ?? 0;
    expect(stored(1)).toBeCloseTo((30_000 * 20_000 * 0.15) / 2 ** 30, 4);
    expect(stored(12)).toBeCloseTo(12 * stored(1), 6);
  });

  test('all of it grows with the mailboxes, and functions less than that, because they share instances', () => {
    const lines = [1_000, 100_000].map((mailboxes) => monthlyCosts(assumed({ mailboxes })));
    const [small = [], large = []] = lines;
    expect(totalOf(large)).toBeGreaterThan(50 * totalOf(small));
    expect(totalOf(large)).toBeLessThan(100 * totalOf(small));
    for (const [at, { what, usd }] of small.entries()) {
      expect([what, (large[at]?.usd ?? 0) <= 100 * usd * 1.0001]).toEqual([what, true]);
    }
  });

  test('more mailboxes than a round gets to are polled less often', () => {
    const polls = (mailboxes: number) =>
      workOf(assumed({ mailboxes })).find(({ name }) => name === 'idle polls')?.timesADay;
    expect(polls(150_000)).toBe(96);
    expect(polls(10_000_000)).toBeCloseTo(1.44, 6);
  });

  test('what agents send is not counted as mail that arrives besides', () => {
    const times = (name: string) => workOf(assumed()).find((each) => each.name === name)?.timesADay ?? 0;
    const { mailsPerDay } = assumed();
    expect(times('mails with a contact') + times('other mails') + times('mails that are sent')).toBe(
      mailsPerDay,
    );
  });
});

describe('the seconds that are billed', () => {
  test('are those of each request where requests are far apart', () => {
    expect(billedSeconds({ work: 10, within: 36_000, together: 12 })).toBeCloseTo(10, 1);
  });

  test('are shared by as many as an instance answers side by side where they are many', () => {
    expect(billedSeconds({ work: 1_200_000, within: 1_000, together: 12 })).toBeCloseTo(100_000, -1);
  });

  test('are none without work, and never more than the work or than all instances have', () => {
    expect(billedSeconds({ work: 0, within: 100, together: 12 })).toBe(0);
    for (const work of [1, 100, 1_199, 1_201, 50_000]) {
      const billed = billedSeconds({ work, within: 100, together: 12 });
      expect(billed).toBeLessThanOrEqual(Math.min(work, 100 * Math.ceil(work / 1_200)));
    }
  });
});

describe('a limit', () => {
  test.each(limitsOf().map((limit) => [limit.name, limit] as const))(
    '%s is met where it says',
    (_, limit) => {
      const met = mailboxesAt(limit);
      expect(met).toBeGreaterThan(0);
      expect(shareAt(limit, met)).toBeLessThanOrEqual(1);
      expect(shareAt(limit, met + 1)).toBeGreaterThan(1);
    },
  );

  test('that is used up without any mailbox allows none', () => {
    expect(mailboxesAt({ of: 'project', name: '', unit: '', most: 1, fixed: 2, each: 1 })).toBe(0);
  });
});

describe('the command line', () => {
  test('says otherwise what is assumed', () => {
    const { given } = readAssumptions(['--mailboxes', '20', '--contact-share=0.9']);
    expect(given).toEqual(assumed({ mailboxes: 20, contactShare: 0.9 }));
  });

  test('is told what is wrong with it', () => {
    expect(readAssumptions(['--mails', '3']).wrong).toBe('There is no option --mails');
    expect(readAssumptions(['--contact-share', '2']).wrong).toBe(
      '--contact-share wants a number from 0 to 1',
    );
    for (const args of [
      ['--mailboxes'],
      ['--mailboxes', 'many'],
      ['--mailboxes='],
      ['--mailboxes', '0'],
      ['5'],
    ]) {
      expect(readAssumptions(args).wrong).toBeDefined();
    }
  });

  test('asks for help or for the page', () => {
    expect(readAssumptions(['--help'])).toMatchObject({ help: true, page: false });
    expect(readAssumptions(['--page'])).toMatchObject({ help: false, page: true });
  });

  test('prints tables, or one line that says what is wrong', async () => {
    const main = fileURLToPath(new URL('../../bench/costs/main.ts', import.meta.url));
    const run = (...args: string[]) => promisify(execFile)(process.execPath, [main, ...args]);
    const { stdout } = await run('--mailboxes', '20000');
    expect(stdout).toContain('| a month | for 1,000 mailboxes | for 20,000 |');
    expect((await run('--help')).stdout).toContain('`--contact-share`');
    await expect(run('--contact-share', '2')).rejects.toMatchObject({
      code: 1,
      stderr: '--contact-share wants a number from 0 to 1. npm run costs -- --help lists the options.\n',
    });
  });

  test('has an option for each input, within what it may be', () => {
    for (const { value, least, most } of Object.values(ASSUMPTIONS)) {
      expect(value).toBeGreaterThanOrEqual(least);
      expect(value).toBeLessThanOrEqual(most);
    }
  });
});
