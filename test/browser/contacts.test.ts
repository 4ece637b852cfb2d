import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserStage } from '../support/browser/browserStage.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { withLiveMailbox } from '../support/browser/liveAgent.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';

const stage = browserStage();

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

const isFocused = (page: Page, name: string) =>
  page.getByLabel(name, { exact: true }).evaluate((element) => element === document.activeElement);

test('a new contact’s older mail is looked for, and what it brought is told and shown', async () => {
  const agent = await stage().agent();
  const ann = anAddress('ann');
  const mails = [1, 2, 3].map((days) => ({
    from: ann,
    to: agent.email,
    subject: `Viewing ${days}`,
    date: daysAgo(days),
  }));
  await withLiveMailbox(stage(), agent, { mails });
  const page = await stage().open(agent, '/contacts');
  await page.getByText('No contacts yet').waitFor();
  await page.getByRole('link', { name: 'Add a contact' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Ann Archer');
  await page.getByLabel('Address', { exact: true }).fill(ann.toUpperCase());
  await page.keyboard.press('Enter');

  await page.getByRole('heading', { name: 'Ann Archer' }).waitFor();
  await page.getByText('3 older messages added.').waitFor();
  await page.getByText('3 mails, 3 unread.').waitFor();
  await page.getByRole('region', { name: 'All contacts' }).getByText(ann).waitFor();
  const [conversation] = await stage().store.conversations(agent.locationId);
  await page.getByRole('link', { name: 'Open the conversation' }).click();
  await page.waitForURL(`**/inbox/${conversation?.conversationId}`);
});

test('a contact is changed by keyboard alone: another address, and one that is none', async () => {
  const agent = await stage().agent();
  const ann = await stage().tenants.contact(agent.locationId);
  const page = await stage().open(agent, `/contacts/${ann.contactId}`);
  stage().complaints.tolerate(/status of 400/);
  await page.getByRole('button', { name: 'Edit' }).focus();
  await page.keyboard.press('Enter');
  expect(await isFocused(page, 'Name')).toBe(true);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Ann Baker');
  await page.getByRole('button', { name: 'Another address' }).press('Enter');
  await page.getByLabel('Address 2', { exact: true }).waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'email');
  await page.keyboard.type('nonsense');
  await page.keyboard.press('Enter');
  await page.getByText('This is not an email address such as ann@example.com.').waitFor();
  expect(await isFocused(page, 'Address 2')).toBe(true);

  const second = anAddress('second');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(second);
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { name: 'Ann Baker' });
  await heading.waitFor();
  await page.getByText(second).waitFor();
  await page.getByText('No mailbox is connected that could be searched for older mail.').waitFor();
  expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('an address that somebody has already leads to whoever has it', async () => {
  const agent = await stage().agent();
  const bob = await stage().tenants.contact(agent.locationId, { name: 'Bob Baker' });
  const page = await stage().open(agent, '/contacts?add=');
  stage().complaints.tolerate(/status of 409/);
  await page.getByLabel('Name', { exact: true }).fill('Another Bob');
  await page.getByLabel('Address', { exact: true }).fill(bob.emails[0] ?? '');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('article').getByRole('link', { name: 'Bob Baker' }).click();
  await page.getByRole('heading', { name: 'Bob Baker' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/contacts/${bob.contactId}`);
});

test('the list is read page by page, and searched by name and address', async () => {
  const agent = await stage().agent();
  const names = Array.from({ length: 120 }, (_, index) => `Person ${String(index).padStart(3, '0')}`);
  const batch = stage().db.batch();
  const { contactId } = await stage().tenants.contact(agent.locationId, { name: 'Zoë Ångström' });
  const pattern = (await stage().db.doc(`contacts/${contactId}`).get()).data();
  for (const name of names)
    batch.set(stage().db.doc(`contacts/${agent.uid}-${name.slice(-3)}`), {
      ...pattern,
      name,
      searchTerms: [],
    });
  await batch.commit();
  const page = await stage().open(agent, '/contacts');
  const list = page.getByRole('list', { name: 'Contacts by name' });
  await list.getByRole('link').first().focus();
  await page.getByText('Person 000').waitFor();
  expect(await list.getByRole('listitem').first().getAttribute('aria-setsize')).toBe('-1');
  await eventually('the last one is reached by keyboard', async () => {
    await page.keyboard.press('End');
    return page.getByText('Zoë Ångström').isVisible();
  });
  expect(await list.getByRole('listitem').last().getAttribute('aria-posinset')).toBe('121');
  await stage().db.doc(`contacts/${agent.uid}-118`).update({ name: 'Person 118, renamed' });
  await page.getByText('Person 118, renamed').waitFor();

  await page.getByLabel('Search').fill('angstr');
  await page.getByText('1 contact found').waitFor();
  await page.getByText('Zoë Ångström').click();
  await page.getByRole('heading', { name: 'Zoë Ångström' }).waitFor();
  await page.getByLabel('Search').fill('nobody at all');
  await page.getByText('Nobody found').waitFor();
});

test('agents see the contacts of their own locations, of one or of all, and of no others', async () => {
  const [mine, other, foreign] = await Promise.all(
    ['Estio', 'Casa Verde', 'Elsewhere'].map((name) => stage().tenants.location(name)),
  );
  if (!mine || !other || !foreign) throw new Error('There are three locations');
  await stage().tenants.contact(mine, { name: 'Ann of Estio' });
  const bob = await stage().tenants.contact(other, { name: 'Bob of Verde' });
  const carl = await stage().tenants.contact(foreign, { name: 'Carl of Elsewhere' });
  const both = await stage().agent({ locations: [mine, other] });
  const page = await stage().open(both, '/contacts');
  await page.getByText('Ann of Estio').waitFor();
  await page.getByText('Bob of Verde').waitFor();
  await page.getByLabel('Location').selectOption('Casa Verde');
  await page.getByText('Ann of Estio').waitFor({ state: 'detached' });
  await page.getByText('Bob of Verde').waitFor();
  expect(await page.getByText('Carl of Elsewhere').count()).toBe(0);

  const stranger = await stage().agent({ name: 'Omar Diaz', locations: [foreign] });
  const theirs = await stage().open(stranger, '/contacts');
  await theirs.getByText('Carl of Elsewhere').waitFor();
  expect(await theirs.getByText('Bob of Verde').count()).toBe(0);
  await theirs.goto(`${stage().url}/contacts/${bob.contactId}`);
  await theirs.getByText('There is no such contact').waitFor();
  await theirs.goto(`${stage().url}/contacts?location=${other}`);
  await theirs.getByText('Carl of Elsewhere').waitFor();
  expect(carl.locationId).toBe(foreign);
});

test('the contacts keep nobody out, wide or narrow, light or dark', async () => {
  const agent = await stage().agent();
  const ann = await stage().tenants.contact(agent.locationId);
  for (const screen of [{}, PHONE]) {
    const page = await stage().open(agent, '/contacts', screen);
    const looks = async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await checkAccessibility(page);
      }
    };
    await page.getByText('Ann Archer').waitFor();
    await looks();
    await page.getByText('Ann Archer').click();
    await page.waitForURL(`**/contacts/${ann.contactId}`);
    await page.getByText('No mail with them yet.').waitFor();
    await looks();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('button', { name: 'Another address' }).click();
    await looks();
  }
}, 60_000);
