import { MEASURED } from '../../support/measuredCounts.ts';
import { type Assumptions, assumed } from './assumptions.ts';
import { DESIGN } from './design.ts';
import { type Work, workOf } from './work.ts';

/** A limit, of the platform's or of the design's, and how near to it so many mailboxes come. */
export interface Limit {
  /** Whose it is: all mailboxes share it, or those of a location do. */
  readonly of: 'project' | 'location';
  readonly name: string;
  readonly most: number;
  readonly unit: string;
  /** Used whatever the number of mailboxes. */
  readonly fixed: number;
  /** Used by each mailbox. */
  readonly each: number;
}

/** Units a day above which Google wants to be paid. https://developers.google.com/workspace/gmail/api/reference/quota */
export const GMAIL_UNITS_A_DAY = 80_000_000;

/** Writes a second of documents of a collection whose indexed values only rise. https://cloud.google.com/firestore/quotas */
const WRITES_OF_RISING_VALUES = 500;

/** GHL's calls a day, for an app and a location. */
const GHL_CALLS_A_DAY = 200_000;

/** vCPUs that a region gives a project at first. https://cloud.google.com/run/docs/configuring/max-instances-limits */
const INSTANCES = 1_000;

/** Kilobytes that may be published a second in a small region. https://cloud.google.com/pubsub/quotas */
const PUBLISHED_A_SECOND = 50_000;

const SECONDS_A_DAY = 86_400;

export const mailboxesAt = ({ most, fixed, each }: Limit): number =>
  Math.max(0, Math.floor((most - fixed) / each));

/** How much of it so many mailboxes use; above 1 it does not hold. */
export const shareAt = ({ most, fixed, each }: Limit, mailboxes: number): number =>
  (fixed + each * mailboxes) / most;

/** What a mailbox needs: units a day in all, and in the busiest minute what does not wait. */
function loadOf(given: Assumptions) {
  // As each mailbox wants it, before a round's pace makes them wait.
  const work = workOf({ ...given, mailboxes: 1 });
  const daily = (of: (each: Work) => number, which: (each: Work) => boolean = () => true) =>
    work.reduce((sum, each) => sum + (which(each) ? each.timesADay * of(each) : 0), 0);
  const isNews = ({ service }: Work) => service !== 'syncWorker';
  const inPeak = (of: (each: Work) => number, which = isNews) =>
    (daily(of, which) * given.peak) / SECONDS_A_DAY;
  const logged = given.mailsPerDay * given.contactShare * given.linkedShare;
  return {
    unitsADay: daily(({ counts }) => counts.units),
    loggedADay: logged,
    /** A second, in the busiest minute. */
    units: inPeak(({ counts }) => counts.units),
    runs: inPeak(
      () => 1,
      ({ service }) => service === 'gmailPush' || service === 'callables',
    ),
    seconds: inPeak(({ seconds }) => seconds),
    pushed: inPeak(
      ({ seconds }) => seconds,
      ({ service }) => service === 'gmailPush',
    ),
    messages: inPeak(({ messages }) => messages),
    logged: (logged * given.peak) / SECONDS_A_DAY,
  };
}

const limit = (name: string, unit: string, at: Omit<Limit, 'of' | 'name' | 'unit'>): Limit => ({
  of: 'project',
  name,
  unit,
  ...at,
});

/** The limits that come with the number of mailboxes, the one that is met first on top, those of a location last. */
export function limitsOf(given: Assumptions = assumed()): readonly Limit[] {
  const ofProject = [...gmailLimits(given), ...roundLimits(), ...platformLimits(given)];
  return [...inTurn(ofProject), ...inTurn(locationLimits(given))];
}

const inTurn = (limits: readonly Limit[]) => limits.toSorted((a, b) => mailboxesAt(a) - mailboxesAt(b));

function gmailLimits(given: Assumptions): readonly Limit[] {
  const { units, unitsADay } = loadOf(given);
  const most = DESIGN.projectUnitsPerMinute;
  const polls = DESIGN.pollsPerMinute * MEASURED.idleMailbox.units;
  const background = (DESIGN.bulkShare + DESIGN.renewalsShare) * most;
  const aMinute = { most, each: 60 * units };
  return [
    limit("Gmail's units a day", 'units a day', { most: GMAIL_UNITS_A_DAY, fixed: 0, each: unitsADay }),
    limit("Gmail's units a minute, a poll going on", 'units a minute', { ...aMinute, fixed: polls }),
    limit("Gmail's units a minute, a poll, renewals and first syncs going on", 'units a minute', {
      ...aMinute,
      fixed: polls + background,
    }),
  ];
}

function roundLimits(): readonly Limit[] {
  const { pollMinutes, callMinutes, pollsPerMinute, renewalsPerMinute, auditsPerMinute } = DESIGN;
  const lasting = (name: string, most: number, perMinute: number) =>
    limit(name, 'minutes', { most, fixed: 0, each: 1 / perMinute });
  return [
    lasting('a poll within its quarter of an hour', pollMinutes, pollsPerMinute),
    lasting('a poll within one call', callMinutes, pollsPerMinute),
    lasting('all renewals within the daily call', callMinutes, renewalsPerMinute),
    lasting('all audits within the weekly call', callMinutes, auditsPerMinute),
  ];
}

function platformLimits(given: Assumptions): readonly Limit[] {
  const { runs, pushed, seconds, messages } = loadOf(given);
  const polls = DESIGN.pollsPerMinute / 60;
  const { together, shortSeconds } = given;
  return [
    limit('index of `mailboxes.lastRunAt`, a poll going on', 'writes a second', {
      most: WRITES_OF_RISING_VALUES,
      fixed: polls,
      each: runs,
    }),
    limit('instances of `gmailPush`, as deployed', 'instances', {
      most: DESIGN.maxInstances,
      fixed: 0,
      each: pushed / together,
    }),
    limit("all functions' instances", 'vCPUs', {
      most: INSTANCES,
      fixed: (polls * shortSeconds) / together,
      each: seconds / together,
    }),
    limit('what is published, in a small region', 'kilobytes a second', {
      most: PUBLISHED_A_SECOND,
      fixed: polls,
      each: messages,
    }),
  ];
}

function locationLimits(given: Assumptions): readonly Limit[] {
  const { logged, loggedADay } = loadOf(given);
  const most = 1_000 / DESIGN.ghlSpacingMs;
  const limits = [
    limit("GoHighLevel's calls in 10 s", 'calls a second', { most, fixed: 0, each: logged }),
    limit("GoHighLevel's calls a day", 'calls a day', { most: GHL_CALLS_A_DAY, fixed: 0, each: loggedADay }),
  ];
  return limits.map((each) => ({ ...each, of: 'location' }));
}

/** First syncs that may go on at once before the document of their budget is written more than once a second. */
export const firstSyncsAtOnce = (): number =>
  Math.floor((60 * DESIGN.budgetPortion) / DESIGN.bulkUnitsPerMinute);
