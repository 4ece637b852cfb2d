import { cloudscheduler } from 'googleapis/build/src/apis/cloudscheduler/index.js';
import { z } from 'zod';
import type { JobFacts } from '../../domain/doctor/judgeJobs.ts';
import type { CloudSurvey } from '../../ports/doctor.ts';
import { allPages } from './allPages.ts';
import type { Ask } from './cloudCaller.ts';

const page = { nextPageToken: z.string().optional() };
const Locations = z.object({ ...page, locations: z.array(z.object({ name: z.string() })).default([]) });

const time = z.coerce
  .date()
  .optional()
  .catch(undefined)
  .transform((told) => told ?? null);

/** https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs */
const Jobs = z.object({
  ...page,
  jobs: z
    .array(
      z.object({
        name: z.string(),
        state: z.string().default(''),
        schedule: z.string().default(''),
        httpTarget: z.object({ uri: z.string().default('') }).default({ uri: '' }),
        lastAttemptTime: time,
        userUpdateTime: time,
        status: z.object({ code: z.number().default(0) }).default({ code: 0 }),
      }),
    )
    .default([]),
});

type SchedulerSurvey = Pick<CloudSurvey, 'jobs'>;

/** Its API lists the jobs of one location: those of all are asked for at once. */
export function schedulerSurvey(
  ask: Ask,
  { project, rootUrl }: { project: string; rootUrl?: string | undefined },
): SchedulerSurvey {
  const { locations } = cloudscheduler({ version: 'v1', ...(rootUrl && { rootUrl }) }).projects;
  const of = { api: 'cloudscheduler.googleapis.com', role: 'roles/cloudscheduler.viewer' };

  async function jobsIn(parent: string, signal: AbortSignal): Promise<readonly JobFacts[]> {
    const pages = await allPages((pageToken) =>
      ask({
        of,
        send: (auth, options) =>
          locations.jobs.list({ parent, pageSize: 500, ...pageToken, ...(auth && { auth }) }, options),
        answer: Jobs,
        signal,
      }),
    );
    return pages.flatMap(({ jobs }) => jobs.map(factsOf));
  }

  return {
    async jobs(signal) {
      const pages = await allPages((pageToken) =>
        ask({
          of,
          send: (auth, options) =>
            locations.list(
              { name: `projects/${project}`, pageSize: 100, ...pageToken, ...(auth && { auth }) },
              options,
            ),
          answer: Locations,
          signal,
        }),
      );
      const places = pages.flatMap((each) => each.locations);
      return (await Promise.all(places.map(({ name }) => jobsIn(name, signal)))).flat();
    },
  };
}

const factsOf = (job: z.output<typeof Jobs>['jobs'][number]): JobFacts => ({
  name: job.name,
  state: job.state,
  schedule: job.schedule,
  uri: job.httpTarget.uri,
  lastAttemptAt: job.lastAttemptTime,
  changedAt: job.userUpdateTime,
  lastCode: job.status.code,
});
