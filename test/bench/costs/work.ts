import { WEEKLY_DAYS } from '../../../shared/domain/audit/audit.ts';
import { MEASURED, type MeasuredCounts } from '../../support/measuredCounts.ts';
import type { Assumptions } from './assumptions.ts';
import { DESIGN } from './design.ts';

/** Of which function instances do it. */
export type Service = 'gmailPush' | 'syncWorker' | 'ghlRelay' | 'callables' | 'none';

/** One kind of work that there is for a mailbox. */
export interface Work {
  readonly name: string;
  /** For one mailbox. */
  readonly timesADay: number;
  readonly counts: MeasuredCounts;
  readonly service: Service;
  readonly seconds: number;
  /** Messages that are published for it and pushed. */
  readonly messages: number;
  /** Lines that we write to the log. */
  readonly lines: number;
  /** Documents it leaves that Firestore deletes when they expire: records of runs, and outbox entries. */
  readonly expiring: number;
}

const NOTHING: MeasuredCounts = { units: 0, calls: 0, reads: 0, writes: 0, deletes: 0 };

const sum = (...all: readonly MeasuredCounts[]): MeasuredCounts => ({
  units: total(all, 'units'),
  calls: total(all, 'calls'),
  reads: total(all, 'reads'),
  writes: total(all, 'writes'),
  deletes: total(all, 'deletes'),
});

const total = (all: readonly MeasuredCounts[], of: keyof MeasuredCounts): number =>
  all.reduce((sum, counts) => sum + counts[of], 0);

/** An audit's reads and listings grow evenly between what was measured of no mail and of a hundred. */
function auditOf(mails: number): MeasuredCounts {
  const { auditedNone: none, auditedHundred: hundred } = MEASURED;
  const at = (of: keyof MeasuredCounts) => none[of] + ((hundred[of] - none[of]) * mails) / 100;
  // The labels are listed once, whatever there is.
  return { units: hundred.units, calls: hundred.calls, reads: at('reads'), writes: at('writes'), deletes: 0 };
}

const MINUTES_A_DAY = 24 * 60;

/** A round has a pace: where there are more mailboxes than it gets to, each has its turn less often. */
const inRound = (wanted: number, perMinute: number, { mailboxes }: Assumptions): number =>
  Math.min(wanted, (perMinute * MINUTES_A_DAY) / mailboxes);

/** All that is done for a mailbox in a day. */
export const workOf = (given: Assumptions): readonly Work[] => [
  ...arrivals(given),
  ...callsOf(given),
  ...roundsOf(given),
];

const NO_WORK = { service: 'none', seconds: 0, messages: 0, lines: 0, expiring: 0 } as const;
const PUSHED = { ...NO_WORK, service: 'gmailPush', messages: 1, lines: 1 } as const;
const QUEUED = { ...NO_WORK, service: 'syncWorker', messages: 1, lines: 1 } as const;

function amountsOf({ mailsPerDay, contactShare, sendsPerDay }: Assumptions) {
  const withContact = mailsPerDay * contactShare;
  return { withContact, others: mailsPerDay - withContact, sends: Math.min(sendsPerDay, withContact) };
}

/** What Gmail notifies of. */
function arrivals(given: Assumptions): readonly Work[] {
  const { withContact, others, sends } = amountsOf(given);
  const { pushSeconds: seconds, shortSeconds, changesPerMail } = given;
  const mail = { ...PUSHED, seconds, expiring: 1 };
  const change = { ...PUSHED, seconds: shortSeconds };
  const { newMail, unknownSender, labelChange, labelChangeOfSkipped } = MEASURED;
  return [
    { ...mail, name: 'mails with a contact', timesADay: withContact - sends, counts: newMail, lines: 2 },
    { ...mail, name: 'other mails', timesADay: others, counts: unknownSender },
    {
      ...change,
      name: 'changes of mails with a contact',
      timesADay: withContact * changesPerMail,
      counts: labelChange,
    },
    {
      ...change,
      name: 'changes of other mails',
      timesADay: others * changesPerMail,
      counts: labelChangeOfSkipped,
    },
    {
      ...change,
      name: 'notifications of what was sent',
      timesADay: sends,
      counts: labelChangeOfSkipped,
    },
  ];
}

/** What agents do, and what follows from mail. */
function callsOf(given: Assumptions): readonly Work[] {
  const { withContact, sends } = amountsOf(given);
  return [
    {
      ...NO_WORK,
      name: 'mails that are sent',
      timesADay: sends,
      counts: sum(MEASURED.sentMail, MEASURED.rateLimit),
      service: 'callables',
      seconds: given.callSeconds,
      lines: 3,
      expiring: 2,
    },
    {
      ...NO_WORK,
      name: 'mails logged at GoHighLevel',
      timesADay: withContact * given.linkedShare,
      counts: sum(MEASURED.outboxEntry, MEASURED.relayedEntry),
      service: 'ghlRelay',
      seconds: given.relaySeconds,
      messages: 1,
      lines: 2,
      expiring: 1,
    },
    {
      ...NO_WORK,
      name: "the agent's screen",
      timesADay: 1,
      counts: { ...NOTHING, reads: given.screenReads },
    },
  ];
}

function roundsOf(given: Assumptions): readonly Work[] {
  const { pollMinutes, renewalsPerDay, auditsPerWeek } = given;
  const { withContact } = amountsOf(given);
  const counted = (of: MeasuredCounts) => sum(of, MEASURED.listedMailbox);
  return [
    {
      ...QUEUED,
      name: 'idle polls',
      timesADay: inRound(MINUTES_A_DAY / pollMinutes, DESIGN.pollsPerMinute, given),
      counts: counted(MEASURED.idleMailbox),
      seconds: given.shortSeconds,
    },
    {
      ...QUEUED,
      name: 'renewals of the watch',
      timesADay: inRound(renewalsPerDay, DESIGN.renewalsPerMinute, given),
      counts: counted(MEASURED.renewedWatch),
      seconds: given.renewalSeconds,
    },
    {
      ...QUEUED,
      name: 'audits',
      timesADay: inRound(auditsPerWeek / 7, DESIGN.auditsPerMinute, given),
      counts: counted(auditOf(withContact * WEEKLY_DAYS)),
      seconds: given.auditSeconds,
      lines: 2,
      expiring: 1,
    },
  ];
}
