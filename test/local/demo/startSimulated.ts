import type { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { connectThroughConsent } from '../../support/stack/connectThroughConsent.ts';
import { environmentFor } from '../../support/stack/environment.ts';
import type { ServedFunctions } from '../../support/stack/servedFunctions.ts';
import { type Backend, startBackend, startFunctions } from './backend.ts';
import { DemoError } from './demoError.ts';
import { Journal } from './journal.ts';
import { observeDecisions } from './observeDecisions.ts';
import { observeLogged } from './observeLogged.ts';
import {
  AGENT,
  CONTACTS,
  LOCATION,
  NEIGHBOUR,
  NEIGHBOURING_CONTACTS,
  NEIGHBOURING_LOCATION,
} from './people.ts';
import type { Person } from './person.ts';
import type { DemoPorts } from './ports.ts';
import { type Session, step } from './session.ts';
import { SimulatedDemo } from './simulatedDemo.ts';
import { linkToGhl, startSimulatedGhl } from './simulatedGhl.ts';
import { startSimulatedGmail } from './simulatedGmail.ts';
import { plantOffice } from './tenancy.ts';
import { countsText, untilLive } from './untilLive.ts';
import { buildApp, serveApp } from './webApp.ts';

/** Everything on this machine: emulators, a simulated Gmail, the functions, an agent and their connected mailbox. */
export async function startSimulated(session: Session, { port, webPort }: DemoPorts): Promise<SimulatedDemo> {
  const contacts = [...CONTACTS, ...session.options.contacts];
  const backend = await startBackend(session);
  const { db, projectId } = backend;
  const [office, neighbours] = await step(
    session,
    'Agents',
    () => plantOffices(backend, contacts),
    (offices) => offices.map(({ agent, location }) => `${agent.name} of ${location}`).join(', '),
  );
  const journal = new Journal(session.screen, office.names);
  const gmail = await startSimulatedGmail(session, projectId, journal);
  const ghl = await startSimulatedGhl(session, contacts);
  const webUrl = `http://localhost:${webPort}`;
  const env = {
    ...environmentFor(gmail, projectId),
    GHL_API_URL: ghl.url,
    PORT: String(port),
    APP_BASE_URL: webUrl,
    NEXT_PUBLIC_APP_URL: webUrl,
    ALLOWED_ORIGINS: webUrl,
  };
  const app = await buildApp(session);
  const functions = await startFunctions(session, backend, journal, env);
  await serveApp(session, { app, webPort, backend, functions, offices: [office, neighbours] });
  await linkToGhl(session, ghl, { locationId: office.locationId, env });
  await connect(session, gmail, functions, office.idToken);
  await step(session, 'First sync', () => untilLive(db, AGENT.address, session.stop.signal), countsText);
  session.resources.defer(
    await observeDecisions(db, office.locationId, (decision) => journal.decided(decision)),
  );
  session.resources.defer(
    await observeLogged(db, office.locationId, (messageId, at) => journal.logged(messageId, at)),
  );
  return new SimulatedDemo({
    ghl: ghl.location,
    session,
    backend,
    gmail,
    functions,
    journal,
    contacts,
    office,
    webUrl,
  });
}

/** Two who know nothing of each other, so that it can be seen that they do not. */
function plantOffices({ db, projectId }: Backend, contacts: readonly Person[]) {
  return Promise.all([
    plantOffice(db, projectId, { location: LOCATION, agent: AGENT, contacts }),
    plantOffice(db, projectId, {
      location: NEIGHBOURING_LOCATION,
      agent: NEIGHBOUR,
      contacts: NEIGHBOURING_CONTACTS,
    }),
  ]);
}

/** As a person does it in a browser: the consent page, and the redirect back to the functions. */
async function connect(
  session: Session,
  gmail: GmailSimulator,
  functions: ServedFunctions,
  idToken: string,
): Promise<void> {
  const connectThroughBrowser = async () => {
    const page = await connectThroughConsent({ functions, gmail }, { email: AGENT.address, idToken });
    await page.body?.cancel();
    const outcome = new URL(page.url).searchParams.get('gmail');
    if (outcome !== 'connected')
      throw new DemoError(`The mailbox was not connected: ${outcome ?? page.status}`);
  };
  await step(session, 'Mailbox', connectThroughBrowser, () => `${AGENT.address}, connected by OAuth consent`);
}
