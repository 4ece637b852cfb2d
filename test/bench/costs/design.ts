import { EXPECTED_JOBS } from '../../../shared/domain/doctor/expected.ts';
import { GMAIL_QUOTA, GMAIL_UNITS } from '../../../shared/domain/quota/gmailUnits.ts';
import { PACES } from '../../../shared/domain/quota/pace.ts';
import { PROJECT_SHARES } from '../../../shared/domain/quota/projectShares.ts';

const scheduleOf = (target: string): number =>
  EXPECTED_JOBS.find((job) => job.target === target)?.everyMinutes ?? Number.NaN;

/** What today's code does, as docs/scale.md reckons with it; a test holds each against the code. */
export const DESIGN = {
  mailboxUnitsPerMinute: GMAIL_QUOTA.mailbox,
  projectUnitsPerMinute: GMAIL_QUOTA.project,
  /** Of the project's minute, for work that can wait. */
  bulkShare: PROJECT_SHARES.waiting,
  /** Units that an instance takes from the budget with one write. */
  budgetPortion: 3_000,
  /** The most that one mailbox uses of its minute for bulk work. */
  bulkUnitsPerMinute: PACES.bulk.evenly.rate * GMAIL_QUOTA.mailbox,
  pollMinutes: scheduleOf('pollMailboxes'),
  renewalMinutes: scheduleOf('renewWatches'),
  auditMinutes: scheduleOf('auditMailboxes'),
  pollsPerMinute: 10_000,
  renewalsShare: PROJECT_SHARES.renewals,
  renewalsPerMinute:
    (GMAIL_QUOTA.project * PROJECT_SHARES.renewals) /
    (GMAIL_UNITS.watch + GMAIL_UNITS['settings.sendAs.list']),
  auditsPerMinute: 1_000,
  roundPage: 200,
  /** What one call of Cloud Scheduler goes on for. */
  callMinutes: 25,
  syncsPerInstance: 20,
  /** Of a function for events, unless the deployment says otherwise. */
  maxInstances: 20,
  /** Between two calls to GHL for a location. */
  ghlSpacingMs: 105,
} as const;
