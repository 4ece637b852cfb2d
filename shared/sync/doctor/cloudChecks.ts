import { EXPECTED_JOBS, type ExpectedTopic } from '../../domain/doctor/expected.ts';
import { notChecked } from '../../domain/doctor/finding.ts';
import { judgeDatabase } from '../../domain/doctor/judgeDatabase.ts';
import { judgeFunctions } from '../../domain/doctor/judgeFunctions.ts';
import { type IndexSpecs, judgeFields, judgeIndexes } from '../../domain/doctor/judgeIndexes.ts';
import { judgeJob } from '../../domain/doctor/judgeJobs.ts';
import {
  judgeDeadLetters,
  judgeGmailPublisher,
  judgePush,
  judgeTopic,
} from '../../domain/doctor/judgeTopics.ts';
import type { CloudSurvey } from '../../ports/doctor.ts';
import type { Clock } from '../../ports/platform.ts';
import type { Check } from './runChecks.ts';

export interface CloudCheckDeps {
  readonly cloud: CloudSurvey;
  readonly clock: Pick<Clock, 'now'>;
  readonly project: string;
  readonly topics: readonly ExpectedTopic[];
  /** Whether Gmail is asked to notify at all. */
  readonly hasGmailTopic: boolean;
  /** Every function's name. */
  readonly functions: readonly string[];
  readonly readIndexSpecs: () => Promise<IndexSpecs>;
  /** Host and port of each emulator, where it stands for the service. */
  readonly emulators: { readonly firestore: string | undefined; readonly pubsub: string | undefined };
}

const EMULATED = 'an emulator has none';

/** Whether the project is set up as the functions need it. */
export function cloudChecks(deps: CloudCheckDeps): readonly Check[] {
  const { emulators } = deps;
  return [
    ...(emulators.firestore === undefined
      ? databaseChecks(deps)
      : ['database', 'indexes', 'TTL policies'].map((name) => without(name, 'the emulator needs none'))),
    ...deps.topics.flatMap((topic) => topicChecks(deps, topic)),
    ...(emulators.pubsub === undefined
      ? [jobsCheck(deps), functionsCheck(deps)]
      : [without('schedules', EMULATED), without('functions', 'they are served locally')]),
  ];
}

const without = (name: string, why: string): Check => ({ name, run: async () => [notChecked(name, why)] });

function databaseChecks({ cloud, project, readIndexSpecs }: CloudCheckDeps): readonly Check[] {
  return [
    {
      name: 'database',
      run: async (signal) => [judgeDatabase(await cloud.database(signal), project)],
    },
    {
      name: 'indexes',
      async run(signal) {
        const [specs, existing] = await Promise.all([readIndexSpecs(), cloud.indexes(signal)]);
        return [judgeIndexes(specs.indexes, existing, project)];
      },
    },
    {
      name: 'TTL policies',
      async run(signal) {
        const [specs, existing] = await Promise.all([readIndexSpecs(), cloud.fields(signal)]);
        return judgeFields(specs.fields, existing, project);
      },
    },
  ];
}

function topicChecks(deps: CloudCheckDeps, expected: ExpectedTopic): readonly Check[] {
  const { cloud, emulators, topics, hasGmailTopic } = deps;
  const { topic, isGmail } = expected;
  if (isGmail && !hasGmailTopic)
    return [without(`topic ${topic}`, 'GMAIL_TOPIC is not set: nobody needs it')];
  const emulator = emulators.pubsub;
  const targets = topics.map(({ target }) => target);
  const there: Check = {
    name: `topic ${topic}`,
    async run(signal) {
      const facts = await cloud.topic(expected, signal);
      return [judgeTopic(expected, facts, { emulator }), judgePush(expected, facts, { emulator, targets })];
    },
  };
  if (emulator !== undefined) {
    const skipped = [`dead letters of ${topic}`, ...(isGmail ? [`Gmail's permission on ${topic}`] : [])];
    return [there, ...skipped.map((name) => without(name, EMULATED))];
  }
  const deadLetters: Check = {
    name: `dead letters of ${topic}`,
    run: async (signal) => [judgeDeadLetters(expected, await cloud.deadLetters(expected, signal))],
  };
  const publisher: Check = {
    name: `Gmail's permission on ${topic}`,
    run: async (signal) => [judgeGmailPublisher(expected, await cloud.bindings(expected, signal))],
  };
  return [there, deadLetters, ...(isGmail ? [publisher] : [])];
}

const jobsCheck = ({ cloud, project, clock }: CloudCheckDeps): Check => ({
  name: 'schedules',
  async run(signal) {
    const jobs = await cloud.jobs(signal);
    return EXPECTED_JOBS.map((expected) => judgeJob(expected, jobs, { project, now: clock.now() }));
  },
});

const functionsCheck = ({ cloud, project, functions }: CloudCheckDeps): Check => ({
  name: 'functions',
  run: async (signal) => [judgeFunctions(functions, await cloud.functions(signal), project)],
});
