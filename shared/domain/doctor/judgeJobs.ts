import { applied, rowOf } from './applied.ts';
import { type ExpectedJob, plainName } from './expected.ts';
import { type Finding, ok, warning, wrong } from './finding.ts';
import { shortName } from './judgeTopics.ts';
import { scheduleMinutes } from './scheduleMinutes.ts';

/** A job of Cloud Scheduler. */
export interface JobFacts {
  /** Full: `projects/P/locations/L/jobs/J`. */
  readonly name: string;
  readonly state: string;
  readonly schedule: string;
  readonly uri: string;
  readonly lastAttemptAt: Date | null;
  /** When a person changed it last. */
  readonly changedAt: Date | null;
  /** Of the last attempt, as `google.rpc.Code`; 0 where it went well. */
  readonly lastCode: number;
}

const MINUTE_MS = 60_000;
/** A run that is this much later than its schedule is a missed one. */
const LATE = 2;

/** Whether something calls the function as often as it needs. */
export function judgeJob(
  expected: ExpectedJob,
  jobs: readonly JobFacts[],
  { project, now }: { project: string; now: Date },
): Finding {
  const { target, words, everyMinutes } = expected;
  const check = `schedule of ${target}`;
  const byTerraform = (byHand: string, name = target) =>
    name === target ? applied(project, rowOf('google_cloud_scheduler_job.this', target), byHand) : byHand;
  const job = findJob(expected, jobs);
  if (!job)
    return wrong(
      check,
      `no job of Cloud Scheduler calls ${target} ${words}`,
      byTerraform(create(expected, project)),
    );
  const name = shortName(job.name);
  const of = `${name} --location=${locationOf(job.name)} --project=${project}`;
  const lastRun = job.lastAttemptAt ? `ran last at ${job.lastAttemptAt.toISOString()}` : 'has not run yet';
  if (job.state !== 'ENABLED')
    return wrong(
      check,
      `job ${name} is ${job.state.toLowerCase()}, and ${lastRun}`,
      `gcloud scheduler jobs resume ${of}`,
    );
  if (job.lastCode !== 0)
    return wrong(
      check,
      `the last attempt of job ${name} has failed (${codeName(job.lastCode)}); it ${lastRun}`,
      `gcloud scheduler jobs run ${of}, and look at the log of ${target}`,
    );
  const minutes = scheduleMinutes(job.schedule);
  if (minutes !== undefined && minutes > everyMinutes)
    return warning(
      check,
      `job ${name} runs by "${job.schedule}", and not ${words}`,
      byTerraform(`gcloud scheduler jobs update http ${of} --schedule="${expected.schedule}"`, name),
    );
  const expectedBy = (job.lastAttemptAt ?? job.changedAt)?.getTime() ?? now.getTime();
  if (now.getTime() - expectedBy > LATE * Math.max(everyMinutes, minutes ?? 0) * MINUTE_MS)
    return wrong(check, `job ${name} should run ${words}, and ${lastRun}`, `gcloud scheduler jobs run ${of}`);
  return ok(check, `job ${name} ${lastRun}`);
}

/** By its own name, else by what it calls; one that is enabled before one that is not. */
function findJob({ target, alias }: ExpectedJob, jobs: readonly JobFacts[]): JobFacts | undefined {
  const calls = ({ name, uri }: JobFacts) =>
    plainName(shortName(name)).includes(plainName(target)) ||
    plainName(uri).includes(plainName(target)) ||
    (alias !== undefined && URL.parse(uri)?.pathname === alias);
  const found = jobs.filter(calls);
  return found.find(({ state }) => state === 'ENABLED') ?? found[0];
}

const locationOf = (name: string): string => /\/locations\/([^/]+)\//.exec(name)?.[1] ?? 'REGION';

const create = ({ target, schedule }: ExpectedJob, project: string): string => {
  const url = `"$(gcloud functions describe ${target} --region=REGION --project=${project} --format='value(url)')"`;
  return `gcloud scheduler jobs create http ${target} --location=REGION --project=${project} --schedule="${schedule}" --uri=${url} --oidc-service-account-email=SERVICE_ACCOUNT --attempt-deadline=1800s`;
};

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
const CODES: Readonly<Record<number, string>> = {
  4: 'no answer in time',
  5: 'HTTP 404',
  7: 'HTTP 403: its service account may not call the function',
  8: 'HTTP 429',
  13: 'HTTP 500',
  14: 'HTTP 503',
  16: 'HTTP 401: it carries no token that the function takes',
};

const codeName = (code: number): string => CODES[code] ?? `code ${code}`;
