import { Firestore } from '@google-cloud/firestore';
import { EMULATOR_NAMES, EMULATORS, type EmulatorName } from '../../support/emulators/emulators.ts';
import { DEMO_PROJECT, startEmulators } from '../../support/emulators/startEmulators.ts';
import { aProjectId } from '../../support/stack/environment.ts';
import { type ServedFunctions, serveFunctions } from '../../support/stack/servedFunctions.ts';
import { startAuth } from '../../support/stack/startAuth.ts';
import { createTopics } from '../../support/stack/topics.ts';
import { DemoError } from './demoError.ts';
import { enforceRules } from './enforceRules.ts';
import { logReader } from './functionsLog.ts';
import type { Journal } from './journal.ts';
import { chooseEmulatorPorts } from './ports.ts';
import { type Session, step } from './session.ts';

/** Where the mail ends up. */
export interface Backend {
  readonly projectId: string;
  readonly db: Firestore;
}

/**
 * Starts the emulators, or uses those that run. On somebody's running emulators the simulated Gmail gets a project of
 * its own: what an earlier simulator's mailboxes were like is not known any more.
 */
export async function startBackend(session: Session): Promise<Backend> {
  const reuses = EMULATOR_NAMES.some((name) => process.env[EMULATORS[name].variable]);
  const projectId = reuses && session.options.gmail === 'simulator' ? aProjectId() : DEMO_PROJECT;
  const emulators = await step(
    session,
    'Emulators',
    async () => startEmulators({ ports: await chooseEmulatorPorts(), projectId }),
    ({ started }) => emulatorsText(started),
  );
  session.resources.defer(() => emulators.stop());
  void emulators.died.then((why) => session.stop.abort(new DemoError(why)));
  Object.assign(process.env, emulators.env);
  if (projectId !== DEMO_PROJECT) await startOwnAuth(session, projectId);
  await enforceRules(projectId);
  const db = new Firestore({ projectId });
  session.resources.defer(() => db.terminate());
  return { projectId, db };
}

/** Browsers sign in at the project that the Auth emulator was started with, whichever the one that runs already has. */
async function startOwnAuth(session: Session, projectId: string): Promise<void> {
  const auth = await startAuth(projectId);
  session.resources.defer(() => auth.stop());
  process.env[EMULATORS.auth.variable] = auth.host;
}

/** Starts the functions' own server, and has Pub/Sub push to it. */
export async function startFunctions(
  session: Session,
  { projectId }: Backend,
  journal: Journal,
  env: Readonly<Record<string, string>>,
): Promise<ServedFunctions> {
  const onLine = logReader({ run: (run) => journal.ran(run), problem: (text) => journal.problem(text) });
  const functions = await step(
    session,
    'Functions',
    () => serveFunctions(env, onLine),
    ({ url }) => url,
  );
  session.resources.defer(() => functions.stop());
  void functions.died.then((why) => session.stop.abort(new DemoError(why)));
  await step(
    session,
    'Pub/Sub',
    () => createTopics(projectId, functions.url),
    () => 'topics and push subscriptions',
  );
  return functions;
}

function emulatorsText(started: readonly EmulatorName[]): string {
  const titles = (names: readonly EmulatorName[]) => names.map((name) => EMULATORS[name].title).join(', ');
  const reused = titles(EMULATOR_NAMES.filter((name) => !started.includes(name)));
  return [titles(started), reused && `running already: ${reused}`].filter(Boolean).join('; ');
}
