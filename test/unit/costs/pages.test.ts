import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { assumed } from '../../bench/costs/assumptions.ts';
import { DESIGN } from '../../bench/costs/design.ts';
import {
  firstSyncsAtOnce,
  GMAIL_UNITS_A_DAY,
  limitsOf,
  mailboxesAt,
  shareAt,
} from '../../bench/costs/limits.ts';
import { monthlyCosts, totalOf } from '../../bench/costs/monthlyCosts.ts';
import { scaleTables } from '../../bench/costs/tables.ts';
import { workOf } from '../../bench/costs/work.ts';
import { MEASURED } from '../../support/measuredCounts.ts';

const pageOf = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
const show = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

describe('docs/scale.md', () => {
  test('has the tables that `npm run costs -- --page` prints', async () => {
    const page = await pageOf('docs/scale.md');
    for (const table of scaleTables()) expect(page).toContain(`\n\n${table}\n`);
  });

  const work = workOf(assumed({ mailboxes: 1 }));
  const unitsOf = (which: (name: string) => boolean) =>
    work.reduce((sum, { name, timesADay, counts }) => sum + (which(name) ? timesADay * counts.units : 0), 0);
  const units = unitsOf(() => true);
  const isRound = (name: string) => ['idle polls', 'renewals of the watch', 'audits'].includes(name);
  const limitNamed = (name: string) => {
    const limit = limitsOf().find((each) => each.name === name);
    if (!limit) throw new Error(`No limit ${name}`);
    return limit;
  };
  const metAt = (name: string) => mailboxesAt(limitNamed(name));
  const used = (name: string, mailboxes: number) => {
    const limit = limitNamed(name);
    return shareAt(limit, mailboxes) * limit.most;
  };
  const costOf = (mailboxes: number) => totalOf(monthlyCosts(assumed({ mailboxes })));
  const secretsRead = monthlyCosts(assumed({ mailboxes: 100_000 })).find(
    ({ priced }) => priced === 'secretAccess',
  );
  const bulk = DESIGN.bulkShare * DESIGN.projectUnitsPerMinute;
  const polls = (24 * 60) / DESIGN.pollMinutes;
  const writes = work.reduce((sum, { timesADay, counts }) => sum + timesADay * counts.writes, 0);
  const arrivals = unitsOf((name) => name === 'mails with a contact' || name === 'other mails');
  const renewedADay = DESIGN.callMinutes * DESIGN.renewalsPerMinute;
  const perDeployment = metAt("Gmail's units a day");
  const lastRunAt = 'index of `mailboxes.lastRunAt`, a poll going on';

  test.each([
    ['Gmail’s day at 1,000', `used to ${show((units * 1_000 * 100) / GMAIL_UNITS_A_DAY)} %`],
    ['the cost of 1,000', `costs $${show(costOf(1_000))} a month`],
    ['where the day is met', `| ${show(perDeployment)} | Gmail's`],
    ['where the index is met', `| ${show(metAt(lastRunAt))} | one index`],
    ['where the daily call is met', `| ${show(metAt('all renewals within the daily call'))} | the daily`],
    [
      'where the minute is met',
      `| ${show(metAt("Gmail's units a minute, a poll, renewals and first syncs going on"))} | Gmail's minute`,
    ],
    ['where a poll is too long', `| ${show(metAt('a poll within its quarter of an hour'))} | a poll`],
    ['where instances are', `| ${show(metAt('instances of `gmailPush`, as deployed'))} | the 20`],
    ['10 million of Gmail’s day', `everything: ${show((units * 1e7) / GMAIL_UNITS_A_DAY)} times`],
    ['the day’s average minute', `${show(GMAIL_UNITS_A_DAY / 1_440)} a minute on average`],
    ['the project’s minute', `the ${show(DESIGN.projectUnitsPerMinute)} that a minute may have`],
    ['the share of mail', `arrive are ${show((100 * arrivals) / units)} % of the units`],
    ['the share of polls', `${show((100 * polls * 2) / units)} % of the units`],
    [
      'their share of writes',
      `${show((100 * polls * MEASURED.idleMailbox.writes) / writes)} % of the writes`,
    ],
    ['a first sync', `50 mails is ${show(MEASURED.firstSync.units)} units`],
    ['first syncs a day', `${show(Math.floor(GMAIL_UNITS_A_DAY / MEASURED.firstSync.units))} a day`],
    ['work that can wait', `${show(bulk)} units a minute, all of a day's 80,000,000`],
    ['how soon it uses a day up', `in ${show(GMAIL_UNITS_A_DAY / bulk)} minutes`],
    ['renewals', `pace of ${show(DESIGN.renewalsPerMinute)} a minute`],
    ['a mailbox’s minute', `${show(DESIGN.mailboxUnitsPerMinute)} units, 300 mails`],
    ['a poll’s pace', `lists ${show(DESIGN.pollsPerMinute)} mailboxes a minute`],
    ['a call’s length', `the ${DESIGN.callMinutes} minutes of its call`],
    ['watches a day', `${show(Math.floor(renewedADay))} watches are renewed a day`],
    ['what polls use at the most', `${show(DESIGN.pollsPerMinute * 2 * 1_440)} units a day`],
    ['the round’s document', `${(DESIGN.pollsPerMinute / DESIGN.roundPage / 60).toFixed(2)} writes a second`],
    ['the budget’s portions', `each ${show(DESIGN.budgetPortion)} units`],
    ['what they book at the most', `full budget ${(bulk / DESIGN.budgetPortion / 60).toFixed(1)},`],
    ['first syncs at once', `more than ${firstSyncsAtOnce()} first syncs at once`],
    ['an instance’s places', `up to ${DESIGN.syncsPerInstance} things at a time`],
    ['what is reckoned with', `reckoned is with ${assumed().together}`],
    ['instances of 100,000', `keep ${show(used("all functions' instances", 100_000))} instances`],
    ['instances of 10 million', `10 million ${show(used("all functions' instances", 1e7))}:`],
    ['secrets', `${show(secretsRead?.amount ?? 0)} times a month`],
    ['units of 100,000', `${show(units * 1e5)} units a day, ${show((units * 1e7) / GMAIL_UNITS_A_DAY)} %`],
    ['units of 10 million', `${show(units * 1e7)} units a day`],
    ['polls of 10 million', `${show(polls * 2 * 1e7)} of them`],
    ['renewals of 10 million', `renewals ${show(MEASURED.renewedWatch.units * 1e7)},`],
    ['how often a poll comes round', `after ${(1e7 / DESIGN.pollsPerMinute / 60).toFixed(1)} hours`],
    ['the index, of 10 million', `${show(shareAt(limitNamed(lastRunAt), 1e7))} times as often`],
    ['deployments', `${show(Math.ceil(1e7 / perDeployment))} deployments of ${show(perDeployment)}`],
    ['what mail alone needs', `mail needs, ${show(unitsOf((name) => !isRound(name)))}`],
  ])('tells %s as it is reckoned', async (_, figure) => {
    expect(await pageOf('docs/scale.md')).toContain(figure);
  });
});

test('terraform/README.md tells what 1,000 mailboxes cost', async () => {
  const page = await pageOf('terraform/README.md');
  const costs = monthlyCosts(assumed());
  const warm = costs.filter(({ what }) => what.includes('kept warm')).reduce((sum, { usd }) => sum + usd, 0);
  expect(page).toContain(`For 1,000 mailboxes about $${show(totalOf(costs))} a month`);
  expect(page).toContain(`of which $${show(warm)} keep`);
});

describe('README', () => {
  const { newMail, unknownSender, staleNotification, idleMailbox, listedMailbox, relayedEntry } = MEASURED;
  const { hundredThreads, tenThreads, sentMail, rateLimit, outboxEntry } = MEASURED;
  const gmail = ({ units, calls }: { units: number; calls: number }) =>
    units === 0 ? 'nothing' : `${show(units)} units, ${calls} call${calls === 1 ? '' : 's'}`;
  const amount = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const firestore = (...all: readonly { reads: number; writes: number }[]) => {
    const total = (of: 'reads' | 'writes') => all.reduce((sum, counts) => sum + counts[of], 0);
    return `${amount(total('reads'), 'read')}${total('writes') > 0 ? `, ${amount(total('writes'), 'write')}` : ''}`;
  };

  test.each([
    `| one new mail, warm | ${gmail(newMail)} | ${firestore(newMail)} |`,
    `| a mail from an unknown sender | ${gmail(unknownSender)} | ${firestore(unknownSender)} |`,
    `| repeated or stale | ${gmail(staleNotification)} | ${firestore(staleNotification)} |`,
    `| an idle mailbox, polled | ${gmail(idleMailbox)} | ${firestore(idleMailbox, listedMailbox)}, its share`,
    `| 100 mails in 100 threads | ${gmail(hundredThreads)} | ${firestore(hundredThreads)} |`,
    `| 100 mails in 10 threads | ${gmail(tenThreads)} | |`,
    `| a mail sent and stored | ${sentMail.units} units | ${firestore(sentMail, rateLimit)} |`,
    `| a callable whose calls are limited, besides | | ${firestore(rateLimit)} |`,
    `| a mail of a location that is linked to GHL, besides | | ${firestore(outboxEntry)} |`,
    `| logging it at GHL, with 1 call | | ${firestore(relayedEntry)};`,
  ])('tells what was measured: %s', async (row) => {
    expect(await pageOf('README.md')).toContain(row);
  });

  test('tells what 100,000 mails cost Firestore', async () => {
    const usd = newMail.reads * 0.03 + newMail.writes * 0.09;
    expect(await pageOf('README.md')).toContain(`100,000 mails cost about $${usd.toFixed(2)}`);
  });
});
