import { z } from 'zod';
import { callFunction } from '../../support/stack/callFunction.ts';
import { startBackend, startFunctions } from './backend.ts';
import { Journal } from './journal.ts';
import { keptSecrets } from './keptSecrets.ts';
import { observeDecisions } from './observeDecisions.ts';
import { AGENT, LOCATION } from './people.ts';
import { RealDemo } from './realDemo.ts';
import { type Session, step } from './session.ts';
import { plantTenancy } from './tenancy.ts';

const Connection = z.object({ url: z.url() });

/** The functions on this machine, against Google's own OAuth and Gmail; no notification can reach them. */
export async function startReal(session: Session, port: number): Promise<RealDemo> {
  const secrets = keptSecrets();
  const backend = await startBackend(session);
  const { db, projectId } = backend;
  const tenancy = await step(
    session,
    'Agent',
    () => plantTenancy(db, projectId, session.options.contacts),
    ({ names }) => `${AGENT.name} of ${LOCATION}, contacts: ${names.size}`,
  );
  const journal = new Journal(session.screen, tenancy.names);
  const functions = await startFunctions(session, backend, journal, {
    ...secrets,
    PORT: String(port),
    APP_BASE_URL: `http://localhost:${port}`,
    NEXT_PUBLIC_APP_URL: '',
    GMAIL_TOPIC: '',
  });
  const { url } = await step(
    session,
    'Consent',
    async () => Connection.parse(await callFunction({ functions }, 'connectGmail', {}, tenancy.idToken)),
    () => 'page asked for',
  );
  session.resources.defer(
    await observeDecisions(db, tenancy.locationId, (decision) => journal.discovered(decision)),
  );
  const cronSecret = secrets.CRON_SECRET;
  return new RealDemo({ session, backend, functions, journal, tenancy, cronSecret, consentUrl: url });
}
