import { freePort } from '../emulators/ports.ts';
import { GmailSimulator } from '../gmail/gmailSimulator.ts';
import { aProjectId, environmentFor } from './environment.ts';
import { gmailPublisher } from './gmailPublisher.ts';
import { type ServedFunctions, serveFunctions } from './servedFunctions.ts';
import { startAuth } from './startAuth.ts';
import { createTopics } from './topics.ts';

export interface StackOptions {
  readonly projectId?: string;
  /** A free one unless told. */
  readonly port?: number;
  /** An Auth emulator for this stack alone, which Firebase's SDK needs to sign in. */
  readonly ownAuth?: boolean;
  /** Added to the functions' environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Each line of the functions' log. */
  readonly onLine?: (line: string) => void;
  /** Each line of what they say on stderr. */
  readonly onErrorLine?: (line: string) => void;
}

/**
 * Everything between Gmail and Firestore, on emulators that already run: the simulator publishes to the real
 * Pub/Sub emulator, which pushes to the functions' own server.
 */
export interface Stack {
  readonly projectId: string;
  readonly gmail: GmailSimulator;
  readonly functions: ServedFunctions;
  readonly cronSecret: string;
  /** Of the Auth emulator. */
  readonly authHost: string;
  /** The functions' environment, to serve them once more on another port. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { projectId = aProjectId(), port = await freePort() } = options;
  const publisher = gmailPublisher(projectId);
  const [gmail, auth] = await Promise.all([
    GmailSimulator.start({ publish: publisher.publish }),
    options.ownAuth ? startAuth(projectId) : undefined,
  ]);
  const authHost = auth?.host ?? process.env['FIREBASE_AUTH_EMULATOR_HOST'] ?? '';
  const env: Record<string, string> = {
    ...environmentFor(gmail, projectId),
    PORT: String(port),
    APP_BASE_URL: `http://127.0.0.1:${port}`,
    FIREBASE_AUTH_EMULATOR_HOST: authHost,
    ...options.env,
  };
  const functions = await serveFunctions(env, options.onLine, options.onErrorLine);
  await createTopics(projectId, functions.url);
  return {
    projectId,
    gmail,
    functions,
    cronSecret: env['CRON_SECRET'] ?? '',
    authHost,
    env,
    async stop() {
      await functions.stop();
      await Promise.all([gmail.close(), publisher.close(), auth?.stop()]);
    },
  };
}
