import type { FunctionName } from '../../../functions/registry.ts';
import { freePort } from '../emulators/ports.ts';
import { GmailSimulator } from '../gmail/gmailSimulator.ts';
import { aProjectId, environmentFor } from '../stack/environment.ts';
import { gmailPublisher } from '../stack/gmailPublisher.ts';
import { createTopics } from '../stack/topics.ts';
import type { BuiltArtefacts } from './builtArtefacts.ts';
import { runArtefact } from './runArtefact.ts';

/** Artefacts as they would be deployed: a process each, on the emulators, with Pub/Sub pushing to each one's port. */
export interface Deployment {
  readonly projectId: string;
  readonly gmail: GmailSimulator;
  readonly env: Readonly<Record<string, string>>;
  /** Where a function is, as `callFunction` and its like want it told. */
  at(name: FunctionName): { readonly functions: { readonly url: string } };
  stop(): Promise<void>;
}

/** The variables that name the emulators; nothing else of this process's environment is passed on. */
const EMULATORS = ['FIRESTORE_EMULATOR_HOST', 'PUBSUB_EMULATOR_HOST', 'FIREBASE_AUTH_EMULATOR_HOST'];

export async function deploy(
  built: BuiltArtefacts,
  names: readonly FunctionName[],
  extra: Readonly<Record<string, string>>,
): Promise<Deployment> {
  const projectId = aProjectId();
  const publisher = gmailPublisher(projectId);
  const gmail = await GmailSimulator.start({ publish: publisher.publish });
  const ports = new Map<FunctionName, number>();
  for (const name of names) ports.set(name, await freePort());
  const urlOf = (name: FunctionName) => `http://127.0.0.1:${ports.get(name)}`;
  const env = {
    ...Object.fromEntries(EMULATORS.map((name) => [name, process.env[name] ?? ''])),
    ...environmentFor(gmail, projectId),
    APP_BASE_URL: urlOf('oauthCallback'),
    ...extra,
  };
  const running = await Promise.all(
    [...ports].map(([name, port]) => runArtefact(built, name, { ...env, PORT: String(port) })),
  );
  await createTopics(projectId, urlOf);
  return {
    projectId,
    gmail,
    env,
    at: (name) => ({ functions: { url: urlOf(name) } }),
    async stop() {
      await Promise.all(running.map(({ stop }) => stop()));
      await Promise.all([gmail.close(), publisher.close()]);
    },
  };
}
