import type { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { connectThroughConsent } from '../../support/stack/connectThroughConsent.ts';
import { environmentFor } from '../../support/stack/environment.ts';
import type { ServedFunctions } from '../../support/stack/servedFunctions.ts';
import { startBackend, startFunctions } from './backend.ts';
import { DemoError } from './demoError.ts';
import { Journal } from './journal.ts';
import { observeDecisions } from './observeDecisions.ts';
import { observeLogged } from './observeLogged.ts';
import { AGENT, CONTACTS, LOCATION } from './people.ts';
import { type Session, step } from './session.ts';
import { SimulatedDemo } from './simulatedDemo.ts';
import { linkToGhl, startSimulatedGhl } from './simulatedGhl.ts';
import { startSimulatedGmail } from './simulatedGmail.ts';
import { plantTenancy } from './tenancy.ts';
import { countsText, untilLive } from './untilLive.ts';

/** Everything on this machine: emulators, a simulated Gmail, the functions, an agent and their connected mailbox. */
export async function startSimulated(session: Session, port: number): Promise<SimulatedDemo> {
  const contacts = [...CONTACTS, ...session.options.contacts];
  const backend = await startBackend(session);
  const { db, projectId } = backend;
  const tenancy = await step(
    session,
    'Agent',
    () => plantTenancy(db, projectId, contacts),
    ({ names }) => `${AGENT.name} of ${LOCATION}, with ${names.size} contacts`,
  );
  const journal = new Journal(session.screen, tenancy.names);
  const gmail = await startSimulatedGmail(session, projectId, journal);
  const ghl = await startSimulatedGhl(session, contacts);
  const env = {
    ...environmentFor(gmail, projectId),
    GHL_API_URL: ghl.url,
    PORT: String(port),
    APP_BASE_URL: `http://127.0.0.1:${port}`,
    NEXT_PUBLIC_APP_URL: '',
  };
  const functions = await startFunctions(session, backend, journal, env);
  await linkToGhl(session, ghl, { locationId: tenancy.locationId, env });
  await connect(session, gmail, functions, tenancy.idToken);
  await step(session, 'First sync', () => untilLive(db, AGENT.address, session.stop.signal), countsText);
  session.resources.defer(
    await observeDecisions(db, tenancy.locationId, (decision) => journal.decided(decision)),
  );
  session.resources.defer(
    await observeLogged(db, tenancy.locationId, (messageId, at) => journal.logged(messageId, at)),
  );
  return new SimulatedDemo({
    ghl: ghl.location,
    session,
    backend,
    gmail,
    functions,
    journal,
    contacts,
    tenancy,
  });
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
    const html = await page.text();
    if (!page.ok) throw new DemoError(`The callback answered ${page.status}: ${html}`);
  };
  await step(session, 'Mailbox', connectThroughBrowser, () => `${AGENT.address}, connected by OAuth consent`);
}
