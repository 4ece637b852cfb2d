import { describe, expect, test } from '@jest/globals';
import { EXPECTED_JOBS } from '../../../../shared/domain/doctor/expected.ts';
import type { Finding } from '../../../../shared/domain/doctor/finding.ts';
import { type JobFacts, judgeJob } from '../../../../shared/domain/doctor/judgeJobs.ts';
import { scheduleMinutes } from '../../../../shared/domain/doctor/scheduleMinutes.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

const right: JobFacts = {
  name: 'projects/estio/locations/europe-west1/jobs/poll-mailboxes',
  state: 'ENABLED',
  schedule: '*/15 * * * *',
  uri: 'https://pollmailboxes-x.a.run.app/',
  lastAttemptAt: minutesAgo(10),
  changedAt: minutesAgo(9_999),
  lastCode: 0,
};
function judge(jobs: readonly JobFacts[]): Finding {
  const poll = EXPECTED_JOBS.find(({ target }) => target === 'pollMailboxes');
  if (!poll) throw new Error('The poll is not expected');
  return judgeJob(poll, jobs, { project: 'estio', now: NOW });
}

test.each([
  ['*/15 * * * *', 15],
  ['0,15,30,45 * * * *', 15],
  ['0-59/10 * * * *', 10],
  ['0,20 * * * *', 40],
  ['*/45 * * * *', 45],
  ['* * * * *', 1],
  ['7 * * * *', 60],
  ['0 */6 * * *', 360],
  ['30 4 * * *', 1_440],
  ['0 5 * * 0', 10_080],
  ['0 5 * * sun', 10_080],
  ['every 15 minutes', 15],
  ['every 2 hours', 120],
  ['every 24 hours', 1_440],
  ['every day 04:00', 1_440],
  ['every monday 09:00', 10_080],
])('the schedule "%s" leaves at most %d minutes between two runs', (schedule, minutes) => {
  expect(scheduleMinutes(schedule)).toBe(minutes);
});

test.each(['1 of month', '0 0 1 * *', '1,x * * * *', '*/0 * * * *', 'every full moon', '', '0 0 * * 1-5'])(
  'how often the schedule "%s" runs is not guessed',
  (schedule) => {
    expect(scheduleMinutes(schedule)).toBeUndefined();
    expect(judge([{ ...right, schedule }]).status).toBe('ok');
  },
);

describe('a job of Cloud Scheduler', () => {
  test.each<[string, Partial<JobFacts>]>([
    ['its name', { uri: 'https://elsewhere.example/' }],
    ['what it calls', { name: 'projects/estio/locations/l/jobs/j1' }],
    ['an alias', { name: 'projects/e/locations/l/jobs/j1', uri: 'https://crm.example/api/cron/gmail-sync' }],
  ])('is known by %s', (_, facts) => {
    expect(judge([{ ...right, ...facts }])).toMatchObject({
      status: 'ok',
      says: expect.stringContaining('ran last at 2026-11-23T09:50:00.000Z'),
    });
  });

  test.each<[string, Partial<JobFacts>, object]>([
    [
      'is of something else',
      { name: 'projects/p/locations/l/jobs/other', uri: 'https://x.example' },
      { status: 'wrong', mend: expect.stringContaining('gcloud scheduler jobs create http pollMailboxes') },
    ],
    [
      'is paused',
      { state: 'PAUSED' },
      {
        status: 'wrong',
        mend: 'gcloud scheduler jobs resume poll-mailboxes --location=europe-west1 --project=estio',
      },
    ],
    ['has failed', { lastCode: 7 }, { status: 'wrong', says: expect.stringContaining('HTTP 403') }],
    ['has failed oddly', { lastCode: 99 }, { status: 'wrong', says: expect.stringContaining('code 99') }],
    [
      'runs too seldom',
      { schedule: '0 * * * *' },
      { status: 'warning', mend: expect.stringContaining('--schedule="*/15 * * * *"') },
    ],
    [
      'is late',
      { lastAttemptAt: minutesAgo(31) },
      { status: 'wrong', says: expect.stringContaining('should run every 15 minutes') },
    ],
    [
      'has never run',
      { lastAttemptAt: null, changedAt: minutesAgo(31) },
      { status: 'wrong', says: expect.stringContaining('has not run yet') },
    ],
    ['is new', { lastAttemptAt: null, changedAt: minutesAgo(29) }, { status: 'ok' }],
    ['does not say when it ran', { lastAttemptAt: null, changedAt: null }, { status: 'ok' }],
  ])('that %s is told', (_, facts, expected) => {
    expect(judge([{ ...right, ...facts }])).toMatchObject(expected);
  });

  test('that is enabled counts before one of the same kind that is not', () => {
    expect(judge([{ ...right, state: 'PAUSED' }, right]).status).toBe('ok');
  });
});
