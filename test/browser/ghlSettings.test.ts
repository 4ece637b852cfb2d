import { afterAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserStage, type StageAgent } from '../support/browser/browserStage.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { withLiveMailbox } from '../support/browser/liveAgent.ts';
import { eventually } from '../support/eventually.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';

const ghl = await GhlSimulator.start();
afterAll(() => ghl.close());

const stage = browserStage({
  env: {
    GHL_API_URL: ghl.url,
    GHL_OAUTH_AUTH_URL: `${ghl.url}/oauth/chooselocation`,
    GHL_CLIENT_ID: ghl.oauth.client.clientId,
    GHL_CLIENT_SECRET: ghl.oauth.client.clientSecret,
  },
});

async function openLocation({ locationId, ...agent }: StageAgent): Promise<Page> {
  // People do go to GoHighLevel's page.
  stage().complaints.tolerate(new RegExp(`request to ${ghl.url}`));
  return stage().open({ locationId, ...agent }, `/settings/locations/${locationId}`);
}

/** Whoever gets there has chosen already. */
async function goToGhl(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Link to GoHighLevel…' }).click();
  await page.getByRole('button', { name: 'Link by GoHighLevel’s page' }).click();
  await page.getByRole('button', { name: 'Go to GoHighLevel' }).click();
}

test('a location is linked on GoHighLevel’s page, and mail that it refused is tried again', async () => {
  const agent = await stage().agent();
  const { emails, name } = await stage().tenants.contact(agent.locationId);
  const [email = ''] = emails;
  const { account } = await withLiveMailbox(stage(), agent);
  const location = ghl.addLocation({ id: agent.locationId });
  const contact = location.addContact({ name, email });
  const page = await openLocation(agent);

  ghl.oauth.chosen = undefined;
  await goToGhl(page);
  await page.getByText('GoHighLevel was not linked').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/settings/locations/${agent.locationId}`);
  ghl.oauth.chosen = location;
  await goToGhl(page);
  await page.getByText('GoHighLevel is linked.').waitFor();
  await page.getByText(`Linked to ${location.id}.`).waitFor();
  await page.getByText('Nothing waits: all mail is logged.').waitFor();

  const reply = { status: 400, body: { statusCode: 400, message: 'No such channel' } };
  ghl.faults.add({ method: 'messages.addInbound', account: location.id, reply });
  account.deliver({ from: email, to: agent.email, subject: 'Is it free?' });
  await eventually('it was refused', async () => {
    const { docs } = await stage().db.collection('outbox').where('locationId', '==', agent.locationId).get();
    return docs[0]?.get('state') === 'failed';
  });
  await page.reload();
  await page.getByText('1 mail not logged: GoHighLevel refused it.').waitFor();
  await page.getByRole('button', { name: 'Try the failed ones again' }).click();
  await page.getByText('1 mail will be tried again.').waitFor();
  await eventually('it is logged', () => location.logged({ contactId: contact.id }).length === 1);
});

test('what is logged is each location’s choice, and so is to be linked at all', async () => {
  const agent = await stage().agent();
  const location = ghl.addLocation({ id: agent.locationId });
  const page = await openLocation(agent);
  await page.getByRole('button', { name: 'Link to GoHighLevel…' }).click();
  await page.getByText('With a token instead').click();
  stage().complaints.tolerate(/status of 400/);
  await page.getByLabel('Private Integration Token').fill('pit-wrong');
  await page.getByRole('button', { name: 'Link with this token' }).click();
  await page.getByText('GoHighLevel does not take this token').waitFor();
  await page.getByLabel('Private Integration Token').fill(ghl.token(location));
  await page.getByRole('button', { name: 'Link with this token' }).click();
  await page.getByText(`Linked to ${location.id}.`, { exact: true }).first().waitFor();

  const saved = async (field: string, value: unknown) =>
    eventually(`${field} is saved`, async () => {
      const document = await stage().db.doc(`locations/${agent.locationId}`).get();
      return document.get(`ghl.${field}`) === value;
    });
  await page.getByRole('switch', { name: 'Log older mail, too' }).click();
  await saved('logHistory', true);
  await page.getByRole('switch', { name: 'Create contacts there' }).click();
  await saved('createContacts', true);
  await page.getByLabel('Log mail up to this many days old').fill('365');
  await page.keyboard.press('Enter');
  await saved('maxAgeDays', 365);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await checkAccessibility(page);
  }

  await page.getByRole('button', { name: 'Unlink…' }).click();
  await page.getByRole('button', { name: 'Unlink', exact: true }).click();
  await page.getByText('Not linked: mail is not logged there.').waitFor();
});

test('a link that GoHighLevel has ended is told, with the way to link again', async () => {
  const agent = await stage().agent();
  const { emails, name } = await stage().tenants.contact(agent.locationId);
  const [email = ''] = emails;
  const { account } = await withLiveMailbox(stage(), agent);
  const location = ghl.addLocation({ id: agent.locationId });
  location.addContact({ name, email });
  ghl.oauth.chosen = location;
  const page = await openLocation(agent);
  await goToGhl(page);
  await page.getByText(`Linked to ${location.id}.`).waitFor();
  ghl.oauth.uninstall(location);
  account.deliver({ from: email, to: agent.email, subject: 'Is it free?' });
  await page.getByText('GoHighLevel no longer accepts the link.').waitFor();
  await page.getByRole('button', { name: 'Link again…' }).waitFor();
});
