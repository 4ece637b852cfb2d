import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApp } from '../../functions/app.ts';
import { readConfig } from '../../functions/config.ts';
import { linkGhl } from '../../shared/sync/linking/linkGhl.ts';
import { eventually } from '../support/eventually.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { recordingLog } from '../support/recordingLog.ts';
import { Agents } from '../support/stack/agents.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';
import { Tenants } from '../support/tenants.ts';

let ghl: GhlSimulator;
let stack: Stack;
let db: Firestore;
beforeAll(async () => {
  ghl = await GhlSimulator.start();
  stack = await startStack({ env: { GHL_API_URL: ghl.url } });
  db = new Firestore({ projectId: stack.projectId });
});
afterAll(async () => {
  await Promise.all([stack.stop(), db.terminate(), ghl.close()]);
});

test('what Gmail delivers and what is sent from it is at GoHighLevel, once, and no mail is sent for it', async () => {
  const { email, account, locationId } = await new Agents(stack, db).aLiveAgent();
  const { emails, name } = await new Tenants(db).contact(locationId);
  const [address = ''] = emails;
  const location = ghl.addLocation();
  const contact = location.addContact({ name, email: address });
  const app = createApp(readConfig(stack.env), { log: recordingLog().log });
  const link = { locationId, ghlLocationId: location.id, settings: {}, token: ghl.token(location) };
  expect(await linkGhl(app, link)).toMatchObject({ outcome: 'linked' });

  account.deliver({ from: address, to: email, subject: 'Is it free?' });
  account.sent({ from: email, to: address, subject: 'Re: Is it free?' });

  const logged = () => location.logged({ contactId: contact.id });
  await eventually('both are logged', async () => logged().length === 2);
  expect(logged()).toMatchObject([
    { direction: 'inbound', subject: 'Is it free?' },
    { direction: 'outbound', subject: 'Re: Is it free?' },
  ]);
  await eventually('the outbox says so', async () => {
    const { docs } = await db.collection('outbox').where('locationId', '==', locationId).get();
    return docs.length === 2 && docs.every((entry) => entry.get('state') === 'done');
  });
  expect(logged()).toHaveLength(2);
  expect(location.sent).toEqual([]);
});
