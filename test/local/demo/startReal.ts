import { z } from 'zod';
import { callFunction } from '../../support/stack/callFunction.ts';
import { startBackend, startFunctions } from './backend.ts';
import { Journal } from './journal.ts';
import { keptSecrets } from './keptSecrets.ts';
import { observeDecisions } from './observeDecisions.ts';
import { AGENT, LOCATION } from './people.ts';
import type { DemoPorts } from './ports.ts';
import { RealDemo } from './realDemo.ts';
import { type Session, step } from './session.ts';
import { plantOffice } from './tenancy.ts';
import { buildApp, serveApp } from './webApp.ts';

const Connection = z.object({ url: z.url() });

/** The functions on this machine, against Google's own OAuth and Gmail; no notification can reach them. */
export async function startReal(session: Session, { port, webPort }: DemoPorts): Promise<RealDemo> {
  const secrets = keptSecrets();
  const backend = await startBackend(session);
  const { db, projectId } = backend;
  const office = await step(
    session,
    'Agent',
    () =>
      plantOffice(db, projectId, { location: LOCATION, agent: AGENT, contacts: session.options.contacts }),
    ({ names }) => `${AGENT.name} of ${LOCATION}, contacts: ${names.size}`,
  );
  const journal = new Journal(session.screen, office.names);
  const app = await buildApp(session);
  const webUrl = `http://localhost:${webPort}`;
  const functions = await startFunctions(session, backend, journal, {
    ...secrets,
    PORT: String(port),
    APP_BASE_URL: `http://localhost:${port}`,
    NEXT_PUBLIC_APP_URL: webUrl,
    ALLOWED_ORIGINS: webUrl,
    GMAIL_TOPIC: '',
  });
  await serveApp(session, { app, webPort, backend, functions, offices: [office] });
  const { url } = await step(
    session,
    'Consent',
    async () => Connection.parse(await callFunction({ functions }, 'connectGmail', {}, office.idToken)),
    () => 'page asked for',
  );
  session.resources.defer(
    await observeDecisions(db, office.locationId, (decision) => journal.discovered(decision)),
  );
  const cronSecret = secrets.CRON_SECRET;
  return new RealDemo({ session, backend, functions, journal, office, cronSecret, consentUrl: url, webUrl });
}
