import { type Assumptions, assumed } from './assumptions.ts';
import { billedSeconds } from './billedSeconds.ts';
import { DESIGN } from './design.ts';
import { PRICES, type Priced } from './prices.ts';
import { type Service, type Work, workOf } from './work.ts';

export interface CostLine {
  readonly what: string;
  readonly priced: Priced;
  /** In the price's unit, a month. */
  readonly amount: number;
  readonly usd: number;
}

const KILOBYTES_A_GIB = 2 ** 30 / 1_000;

/** The keyring, the clients' secrets and the cron secret. */
const SECRET_VERSIONS = 4;

/** An instance reads the keyring anew after five minutes; the others come with its start. */
const ACCESSES_A_SECOND = 1 / (5 * 60);

const SCHEDULES = 3;

/** What a month costs at list prices, a line for each thing that is billed. */
export function monthlyCosts(given: Assumptions = assumed()): readonly CostLine[] {
  const work = workOf(given);
  const month = given.mailboxes * given.daysPerMonth;
  const monthly = (of: (each: Work) => number): number =>
    month * work.reduce((sum, each) => sum + each.timesADay * of(each), 0);
  const requests = monthly(({ service }) => (service === 'none' ? 0 : 1));
  const seconds = given.daysPerMonth * instanceSecondsADay(given, work);
  const idle = given.daysPerMonth * idleSecondsADay(given, work);
  return [
    line(
      'Firestore reads',
      'read',
      monthly(({ counts }) => counts.reads),
    ),
    line(
      'Firestore writes',
      'write',
      monthly(({ counts }) => counts.writes),
    ),
    line(
      'Firestore deletes, of what expires',
      'delete',
      monthly(({ counts, expiring }) => counts.deletes + expiring),
    ),
    line('Firestore storage', 'stored', storedGib(given)),
    line('Functions, CPU', 'cpu', seconds),
    line('Functions, memory', 'memory', seconds * given.instanceGib),
    line('Functions, kept warm, CPU', 'idleCpu', idle),
    line('Functions, kept warm, memory', 'idleMemory', idle * given.instanceGib),
    line('Functions, requests', 'request', requests),
    // Each is published once and pushed once.
    line('Pub/Sub', 'pubsub', (2 * monthly(({ messages }) => messages)) / KILOBYTES_A_GIB),
    line('Log, our lines', 'logged', (monthly(({ lines }) => lines) * given.logKilobytes) / KILOBYTES_A_GIB),
    line("Log, Cloud Run's lines", 'logged', (requests * given.requestLogKilobytes) / KILOBYTES_A_GIB),
    line('Sent to browsers and GoHighLevel', 'sent', sentGib(given, work)),
    line('Secret Manager, versions', 'secretVersion', SECRET_VERSIONS),
    line('Secret Manager, accesses', 'secretAccess', seconds * ACCESSES_A_SECOND),
    line('Cloud Scheduler', 'schedule', SCHEDULES),
  ];
}

export const totalOf = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);

function line(what: string, priced: Priced, amount: number): CostLine {
  const { usd, per } = PRICES[priced];
  return { what, priced, amount, usd: (amount / per) * usd };
}

function storedGib({
  mailboxes,
  mailsPerDay,
  contactShare,
  monthsKept,
  daysPerMonth,
  ...given
}: Assumptions): number {
  const mails = mailboxes * mailsPerDay * daysPerMonth * monthsKept;
  const kilobytes = contactShare * given.mailKilobytes + (1 - contactShare) * given.skippedKilobytes;
  return (mails * kilobytes) / KILOBYTES_A_GIB;
}

function sentGib(given: Assumptions, work: readonly Work[]): number {
  const { mailboxes, daysPerMonth, screenReads, screenKilobytes, mailKilobytes } = given;
  const logged = work.reduce(
    (sum, { service, timesADay }) => sum + (service === 'ghlRelay' ? timesADay : 0),
    0,
  );
  const kilobytesADay = screenReads * screenKilobytes + logged * mailKilobytes;
  return (mailboxes * daysPerMonth * kilobytesADay) / KILOBYTES_A_GIB;
}

const SECONDS_A_DAY = 86_400;

const secondsOf = (work: readonly Work[], service: Service): number =>
  work.reduce((sum, each) => sum + (each.service === service ? each.timesADay * each.seconds : 0), 0);

/** Mail comes over the busy hours. */
const mailSeconds = (given: Assumptions, work: readonly Work[], service: Service): number =>
  billedSeconds({
    work: given.mailboxes * secondsOf(work, service),
    within: given.busyHours * 3_600,
    together: given.together,
  });

/** Of all functions. A round's jobs come at its pace, a page at once, and one instance goes round meanwhile. */
function instanceSecondsADay(given: Assumptions, work: readonly Work[]): number {
  const { mailboxes, together } = given;
  const mail = (['gmailPush', 'ghlRelay', 'callables'] as const).map((service) =>
    mailSeconds(given, work, service),
  );
  const rounds = work.flatMap((each) => {
    if (each.service !== 'syncWorker' || each.timesADay === 0) return [];
    const queueing = Math.max(0, mailboxes - DESIGN.roundPage) * (60 / paceOf(each));
    const within = Math.max(each.seconds, queueing);
    const jobs = billedSeconds({ work: mailboxes * each.seconds, within, together });
    return each.timesADay * (jobs + queueing);
  });
  return [...mail, ...rounds].reduce((sum, seconds) => sum + seconds, 0);
}

/** While notifications come, the instances that are kept for them are billed as others are. */
function idleSecondsADay(given: Assumptions, work: readonly Work[]): number {
  const warm = given.warmInstances * SECONDS_A_DAY;
  return Math.max(0, warm - mailSeconds(given, work, 'gmailPush'));
}

function paceOf({ name }: Work): number {
  if (name === 'audits') return DESIGN.auditsPerMinute;
  return name === 'idle polls' ? DESIGN.pollsPerMinute : DESIGN.renewalsPerMinute;
}
