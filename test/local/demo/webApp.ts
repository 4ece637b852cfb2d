import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildWeb, type WebBuild } from '../../../.ci/bundle/web.ts';
import { EMULATORS } from '../../support/emulators/emulators.ts';
import { startHosting } from '../../support/hosting/startHosting.ts';
import type { ServedFunctions } from '../../support/stack/servedFunctions.ts';
import type { Backend } from './backend.ts';
import { type Session, step } from './session.ts';
import type { Office } from './tenancy.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Builds the browser's app, as it is now, into a folder of this demo's own. */
export async function buildApp(session: Session): Promise<WebBuild> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-web-'));
  session.resources.defer(() => rm(folder, { recursive: true, force: true }));
  return step(
    session,
    'App',
    () => buildWeb(ROOT, join(folder, 'web')),
    ({ firstLoad }) => `built, ${Math.ceil(firstLoad.scripts / 1_000)} kB of script, compressed`,
  );
}

interface Behind {
  readonly app: WebBuild;
  readonly webPort: number;
  readonly backend: Backend;
  readonly functions: ServedFunctions;
  readonly offices: readonly Office[];
}

/** Serves the app where people open it, with everything that it talks to behind it. */
export async function serveApp(
  session: Session,
  { app, webPort, backend, functions, offices }: Behind,
): Promise<void> {
  const hosting = await step(
    session,
    'Hosting',
    () =>
      startHosting({
        port: webPort,
        folder: app.folder,
        functionsUrl: functions.url,
        authHost: process.env[EMULATORS.auth.variable] ?? '',
        firestoreHost: process.env[EMULATORS.firestore.variable] ?? '',
        projectId: backend.projectId,
        demoAgents: offices.map(({ uid, agent }) => ({ uid, name: agent.name, email: agent.address })),
      }),
    ({ url }) => url,
  );
  session.resources.defer(() => hosting.stop());
}
