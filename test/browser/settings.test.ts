import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { MailboxId } from '../../shared/domain/ids.ts';
import { browserStage, type StageAgent } from '../support/browser/browserStage.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { withLiveMailbox } from '../support/browser/liveAgent.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';

const stage = browserStage();

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const upToDate = (page: Page) => page.getByText('Up to date', { exact: true });

/** What a person does on Google's page. */
async function allow(page: Page, { email }: Pick<StageAgent, 'email'>): Promise<void> {
  await page.getByRole('radio', { name: email }).check();
  await page.getByRole('button', { name: 'Allow' }).click();
}

test('an agent connects Gmail on Google’s page, comes back, and sees the first sync until all is there', async () => {
  const agent = await stage().agent();
  const { emails } = await stage().tenants.contact(agent.locationId);
  const { gmail } = stage().stack;
  const account = gmail.addAccount({ address: agent.email });
  for (let index = 0; index < 12; index += 1)
    account.deliver({ from: emails[0] ?? '', to: agent.email, subject: `Viewing ${index}` });
  account.deliver({ from: anAddress('stranger'), to: agent.email, subject: 'Hello' });
  const page = await stage().open(agent, '/settings');
  await page.getByRole('heading', { name: 'Connect your Gmail' }).waitFor();

  gmail.latency.set(4_000, 'messages.get');
  await page.getByRole('button', { name: 'Connect Gmail' }).click();
  await allow(page, agent);
  await page.getByText('Gmail is connected.').waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/settings');
  await page.getByRole('progressbar', { name: 'First sync' }).waitFor();
  gmail.latency.clear();

  await upToDate(page).waitFor();
  await page.getByText('Details').click();
  const details = page.getByRole('region', { name: agent.email });
  await details.getByText('12 mails', { exact: true }).waitFor();
  await details.getByText('1 mail: nobody in it is a contact').waitFor();
  await details.getByText('Gmail tells us at once').waitFor();

  gmail.notifications.drop(1, agent.email);
  account.deliver({ from: emails[0] ?? '', to: agent.email, subject: 'And one more' });
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByText('1 new mail. You have everything now.').waitFor();
  await details.getByText('13 mails', { exact: true }).waitFor();
});

test('a refusal on Google’s page is told in words, with the way to try again', async () => {
  const agent = await stage().agent();
  stage().stack.gmail.addAccount({ address: agent.email });
  const page = await stage().open(agent, '/settings');
  await page.getByRole('button', { name: 'Connect Gmail' }).click();
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByText('You did not allow access, and nothing was stored.').waitFor();
  expect(new URL(page.url()).search).toBe('');

  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('input[name="granted"][value$="gmail.send"]').uncheck();
  await allow(page, agent);
  await page.getByText('Some permissions are missing').waitFor();
  expect(await stage().store.findMailbox(MailboxId.of(agent.email))).toBeUndefined();

  await page.getByRole('button', { name: 'Put away' }).press('Enter');
  await page.getByText('Some permissions are missing').waitFor({ state: 'detached' });
  expect(await page.getByRole('main').evaluate((it) => it === document.activeElement)).toBe(true);
  await page.reload();
  await page.getByRole('button', { name: 'Connect Gmail' }).waitFor();
  expect(await page.getByText('Some permissions are missing').count()).toBe(0);
});

test('access that Google ends is told on every screen, and connecting again brings what came meanwhile', async () => {
  const agent = await stage().agent();
  const { contactId, emails } = await stage().tenants.contact(agent.locationId);
  const { account, mailboxId } = await withLiveMailbox(stage(), agent);
  const page = await stage().open(agent, `/contacts/${contactId}`);
  await page.getByText('No mail with them yet.').waitFor();

  stage().stack.gmail.oauth.revokeGrant(agent.email);
  account.deliver({ from: emails[0] ?? '', to: agent.email, subject: 'While nobody looked' });
  await page.getByText('Gmail no longer lets us into').waitFor();
  await page.getByRole('button', { name: 'Connect again' }).click();
  await allow(page, agent);

  await page.getByText('Gmail is connected.').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/contacts/${contactId}`);
  await page.getByText('1 mail, 1 unread.').waitFor();
  await page.getByText('Gmail no longer lets us into').waitFor({ state: 'detached' });
  account.deliver({ from: emails[0] ?? '', to: agent.email, subject: 'And after' });
  await page.getByText('2 mails, 2 unread.').waitFor();
  const messages = await stage().store.messages(agent.locationId);
  expect(messages.map(({ envelope }) => envelope.subject).sort()).toEqual([
    'And after',
    'While nobody looked',
  ]);
  expect(await stage().store.mailbox(mailboxId)).toMatchObject({ status: 'live' });
});

test('a mailbox is disconnected by keyboard alone, and its mail stays', async () => {
  const agent = await stage().agent();
  const { contactId, emails } = await stage().tenants.contact(agent.locationId);
  const mails = [{ from: emails[0] ?? '', to: agent.email, subject: 'To be kept' }];
  const { mailboxId } = await withLiveMailbox(stage(), agent, { mails });
  const page = await stage().open(agent, '/settings');
  const button = page.getByRole('button', { name: 'Disconnect…' });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);

  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Disconnected', { exact: true }).waitFor();
  await eventually('our access at Google has ended', async () => {
    const mailbox = await stage().store.mailbox(mailboxId);
    return mailbox.status === 'disconnected' && mailbox.leaving === null;
  });
  await page.getByRole('button', { name: 'Connect again' }).waitFor();
  const heading = page.getByRole('heading', { name: agent.email });
  expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.goto(`${stage().url}/contacts/${contactId}`);
  await page.getByText('1 mail, 1 unread.').waitFor();
});

test('deleting what a mailbox brought takes a second step, and is done', async () => {
  const agent = await stage().agent();
  const { contactId, emails } = await stage().tenants.contact(agent.locationId);
  const mails = [{ from: emails[0] ?? '', to: agent.email, subject: 'To be deleted' }];
  const { mailboxId } = await withLiveMailbox(stage(), agent, { mails });
  const page = await stage().open(agent, '/settings');
  await page.getByRole('button', { name: 'Disconnect…' }).click();
  await page.getByRole('radio', { name: 'Delete the mail that only this mailbox brought' }).check();
  await page.getByRole('button', { name: 'Go on…' }).click();
  await page.getByRole('heading', { name: 'Delete for good?' }).waitFor();
  expect(await stage().store.mailbox(mailboxId)).toMatchObject({ status: 'live' });
  await page.getByRole('button', { name: 'Disconnect and delete' }).click();
  await page.getByText('Its mail is being deleted.', { exact: false }).first().waitFor();
  await eventually(
    'its mail is gone',
    async () => (await stage().store.countMessages(agent.locationId)) === 0,
  );
  await page.goto(`${stage().url}/contacts/${contactId}`);
  await page.getByText('No mail with them yet.').waitFor();
});

test('an address that a location leaves out is checked, saved, and its mail does not appear', async () => {
  const agent = await stage().agent();
  const { contactId, emails } = await stage().tenants.contact(agent.locationId, {
    emails: [anAddress('kept'), anAddress('excluded')],
  });
  const [kept = '', excluded = ''] = emails;
  const { account } = await withLiveMailbox(stage(), agent);
  const page = await stage().open(agent, `/settings/locations/${agent.locationId}`);
  stage().complaints.tolerate(/status of 400/);
  const field = page.getByLabel('Never store mail with');
  await field.fill('no such thing');
  await page.keyboard.press('Enter');
  await page.getByText('"no such thing" is neither an address nor a domain').waitFor();
  await field.fill(excluded.toUpperCase());
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Remove ${excluded}` }).waitFor();
  await page.getByRole('switch', { name: 'Leave out automated mail' }).click();
  await eventually('the location has it', async () => {
    const location = await stage().db.doc(`locations/${agent.locationId}`).get();
    return location.get('skipAutomated') === true;
  });

  account.deliver({ from: excluded, to: agent.email, subject: 'Left out' });
  account.deliver({ from: kept, to: agent.email, subject: 'Taken' });
  await page.goto(`${stage().url}/contacts/${contactId}`);
  await page.getByText('1 mail, 1 unread.').waitFor();
  const messages = await stage().store.messages(agent.locationId);
  expect(messages.map(({ envelope }) => envelope.subject)).toEqual(['Taken']);
});

test('agents of two locations see neither the mailboxes nor the settings of each other', async () => {
  const [olivia, omar] = await Promise.all([
    stage().agent(),
    stage().agent({ name: 'Omar Diaz', locations: [await stage().tenants.location('Casa Verde')] }),
  ]);
  await withLiveMailbox(stage(), olivia);
  const page = await stage().open(omar, '/settings');
  await page.getByRole('button', { name: 'Connect Gmail' }).waitFor();
  await page.getByRole('navigation', { name: 'Settings' }).getByText('Casa Verde').waitFor();
  expect(await page.getByText(olivia.email).count()).toBe(0);
  expect(await page.getByText('Estio').count()).toBe(0);
  await page.goto(`${stage().url}/settings/locations/${olivia.locationId}`);
  await page.getByText('You do not work in this location').waitFor();
  expect(await page.getByText('Estio').count()).toBe(0);
});

test('the colours are the person’s choice, and stay theirs in this browser', async () => {
  const page = await stage().open(await stage().agent(), '/settings/you');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await background();
  await page.getByRole('radio', { name: 'Dark' }).check();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload();
  await page.getByRole('radio', { name: 'Dark' }).waitFor();
  expect(await background()).toBe(dark);
  // From the beginning, before the app is there.
  stage().complaints.tolerate(/ERR_FAILED/);
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.reload();
  expect(await background()).toBe(dark);
  await page.unrouteAll();
  await page.reload();
  await page.getByRole('radio', { name: 'As this device has it' }).check();
  expect(await background()).toBe(light);
});

test('the settings keep nobody out, wide or narrow, light or dark', async () => {
  const agent = await stage().agent();
  await withLiveMailbox(stage(), agent);
  for (const screen of [{}, PHONE]) {
    const page = await stage().open(agent, '/settings', screen);
    const looks = async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await checkAccessibility(page);
      }
    };
    await page.getByText('Details').click();
    await looks();
    await page.getByRole('button', { name: 'Disconnect…' }).click();
    await looks();
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Settings' }).getByText('Estio').click();
    await page.getByRole('switch', { name: 'Leave out automated mail' }).waitFor();
    await looks();
    await page.getByRole('navigation', { name: 'Settings' }).getByText('You').click();
    await page.getByRole('radio', { name: 'Dark' }).waitFor();
    await looks();
  }
}, 60_000);
