import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MailboxId } from '../../shared/domain/ids.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { callFunction } from '../support/stack/callFunction.ts';
import { connectThroughConsent } from '../support/stack/connectThroughConsent.ts';
import { signUp } from '../support/stack/signIn.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';
import { Store } from '../support/store.ts';
import { Tenants } from '../support/tenants.ts';

let stack: Stack;
let db: Firestore;
let store: Store;
let tenants: Tenants;

beforeAll(async () => {
  stack = await startStack();
  db = new Firestore({ projectId: stack.projectId });
  store = new Store(db);
  tenants = new Tenants(db);
});
afterAll(async () => {
  await Promise.all([stack.stop(), db.terminate()]);
});

/** An agent of one location with one contact, who has connected a Gmail account through the consent page. */
async function aConnectedAgent() {
  const email = anAddress('agent');
  const { uid, idToken } = await signUp(stack.projectId, email);
  const locationId = await tenants.location();
  await tenants.agent([locationId], { uid, email });
  const { emails } = await tenants.contact(locationId);
  const account = stack.gmail.addAccount({ address: email });
  const old = account.deliver({ from: emails[0] ?? '', to: email, subject: 'before connecting' });

  const page = await connectThroughConsent(stack, { email, idToken });
  const mailboxId = MailboxId.of(email);
  await eventually('the mailbox is live and at rest', async () => {
    const { status, lease } = await store.mailbox(mailboxId);
    return status === 'live' && lease.holder === null;
  });
  return { email, idToken, uid, locationId, contactAddress: emails[0] ?? '', account, mailboxId, old, page };
}

describe('through consent page, Pub/Sub and the served functions', () => {
  test('a connected mailbox is backfilled, and a new mail is stored by its notification', async () => {
    const { email, locationId, contactAddress, account, mailboxId, page, idToken } = await aConnectedAgent();
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Gmail is connected');
    expect(await store.messages(locationId)).toMatchObject([{ envelope: { subject: 'before connecting' } }]);

    account.deliver({ from: contactAddress, to: email, subject: 'after connecting' });

    await eventually('the mail is stored', async () => (await store.messages(locationId)).length === 2);
    expect(await store.mailbox(mailboxId)).toMatchObject({
      historyId: account.historyId,
      counters: { stored: 2 },
    });
    expect(await callFunction(stack, 'getSyncStatus', {}, idToken)).toMatchObject({
      mailboxes: [
        { mailboxId, emailAddress: email, status: 'live', counters: { stored: 2 }, lastError: null },
      ],
      locations: [{ locationId, name: 'Estio', ghl: null }],
    });
  });

  test('a notification that was lost is made up for by the poll', async () => {
    const { email, locationId, contactAddress, account } = await aConnectedAgent();
    stack.gmail.notifications.drop(1);
    account.deliver({ from: contactAddress, to: email, subject: 'unannounced' });

    const response = await fetch(`${stack.functions.url}/api/cron/gmail-sync?quietSeconds=0`, {
      headers: { authorization: `Bearer ${stack.cronSecret}` },
    });

    expect(response.status).toBe(200);
    await eventually('the mail is stored', async () => (await store.messages(locationId)).length === 2);
  });
});
