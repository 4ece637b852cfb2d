import { Firestore } from '@google-cloud/firestore';
import { createCloudSurvey } from '../../shared/adapters/cloud/cloudSurvey.ts';
import { readIndexSpecs } from '../../shared/adapters/cloud/readIndexSpecs.ts';
import { applicationDefault, type SignIn } from '../../shared/adapters/cloud/signIn.ts';
import { firestoreHealthStore } from '../../shared/adapters/firestore/healthStore.ts';
import { redact } from '../../shared/adapters/logging/redact.ts';
import { type AccessSecret, secretManager } from '../../shared/adapters/secrets/secretManager.ts';
import { secretManagerAt } from '../../shared/adapters/secrets/secretManagerClient.ts';
import { expectedTopics } from '../../shared/domain/doctor/expected.ts';
import { type Finding, notChecked } from '../../shared/domain/doctor/finding.ts';
import { type ClockFacts, judgeClock, judgeNode } from '../../shared/domain/doctor/judgeClock.ts';
import { judgeConfig } from '../../shared/domain/doctor/judgeConfig.ts';
import { Unanswered } from '../../shared/domain/doctor/unanswered.ts';
import { cloudChecks } from '../../shared/sync/doctor/cloudChecks.ts';
import { healthChecks } from '../../shared/sync/doctor/healthChecks.ts';
import { linksCheck } from '../../shared/sync/doctor/linkChecks.ts';
import { type Check, type RunOptions, runChecks } from '../../shared/sync/doctor/runChecks.ts';
import type { App } from '../app.ts';
import { surveyConfig } from '../config.ts';
import { FUNCTIONS } from '../registry.ts';
import { configFacts } from './configFacts.ts';
import { secretChecks } from './secretChecks.ts';

type Survey = ReturnType<typeof surveyConfig>;

export interface ExamineOptions {
  /** Everything joined, where the links to GHL are tried as well. @throws InvalidConfig */
  readonly tryLinks?: (() => App) | undefined;
  /** What a test puts in their place. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signIn?: SignIn;
  readonly rootUrl?: string;
  readonly access?: AccessSecret;
}

/** For each check. */
const TIMEOUT_MS = 10_000;

const clock = { now: () => new Date() };

/** Looks at everything, whatever of the configuration is wrong: each check that can be made is made. */
export async function examine(options: ExamineOptions): Promise<readonly Finding[]> {
  const survey = surveyConfig(options.env);
  const project = survey.told.GOOGLE_CLOUD_PROJECT ?? '';
  const run: RunOptions = {
    project,
    timeoutMs: TIMEOUT_MS,
    describe: (error) => redact(error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' '),
  };
  const secrets = secretChecks(
    survey.told,
    options.access ?? secretManager(secretManagerAt(survey.told.SECRET_MANAGER_API_URL)),
  );
  let first: ClockFacts | undefined;
  const onClock = (facts: ClockFacts) => {
    first ??= facts;
  };
  const projects = project === '' ? [withoutProject] : projectChecks(survey, options, { ...run, onClock });
  const findings = await runChecks([...secrets, ...projects], run);
  return [
    judgeNode(process.version),
    ...judgeConfig(configFacts(survey)),
    ...findings,
    isLocal(survey) ? notChecked('clock', 'the emulators’ is this machine’s') : judgeClock(first),
  ];
}

const isLocal = ({ emulators }: Survey): boolean =>
  emulators.firestore !== undefined && emulators.pubsub !== undefined;

const withoutProject: Check = {
  name: 'project',
  run: async () => [
    notChecked(
      'project',
      'without GOOGLE_CLOUD_PROJECT neither Firestore nor Pub/Sub nor Scheduler can be asked',
    ),
  ],
};

function projectChecks(
  survey: Survey,
  options: ExamineOptions,
  run: RunOptions & { onClock(facts: ClockFacts): void },
): readonly Check[] {
  const { told, emulators } = survey;
  const { project, timeoutMs, onClock } = run;
  const hasGmailTopic = told.GMAIL_TOPIC !== undefined;
  const signIn = options.signIn ?? applicationDefault(project);
  const health = firestoreHealthStore(new Firestore({ projectId: project }));
  const cloud = createCloudSurvey({
    project,
    signIn,
    onClock,
    pubsubEmulator: emulators.pubsub,
    rootUrl: options.rootUrl,
  });
  return [
    ...healthChecks({
      health,
      clock,
      project,
      timeoutMs,
      emulator: emulators.firestore,
      hasGmailTopic,
      mayAsk: emulators.firestore === undefined ? () => mustBeSignedIn(signIn) : async () => {},
    }),
    ...cloudChecks({
      cloud,
      clock,
      project,
      emulators,
      topics: expectedTopics(project, told.GMAIL_TOPIC),
      hasGmailTopic,
      functions: FUNCTIONS,
      readIndexSpecs,
    }),
    ...(options.tryLinks ? [ghlCheck(survey, options.tryLinks, run)] : []),
  ];
}

async function mustBeSignedIn(signIn: SignIn): Promise<void> {
  try {
    await signIn();
  } catch {
    throw new Unanswered('signedOut', { api: 'firestore.googleapis.com', role: 'roles/datastore.viewer' });
  }
}

/** The links are sealed: what opens them needs the whole configuration. */
function ghlCheck({ problems }: Survey, app: () => App, run: RunOptions): Check {
  const name = 'GHL links, tried';
  return {
    name,
    timeoutMs: 3 * run.timeoutMs,
    async run(signal) {
      if (problems.length > 0) return [notChecked(name, 'the configuration is wrong')];
      const health = firestoreHealthStore(new Firestore({ projectId: run.project }));
      return await linksCheck({ ...app(), health }, run).run(signal);
    },
  };
}
