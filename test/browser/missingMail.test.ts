import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserStage } from '../support/browser/browserStage.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { withLiveMailbox } from '../support/browser/liveAgent.ts';
import { anAddress } from '../support/builders.ts';

const stage = browserStage({ env: { INITIAL_SYNC_LIMIT: '5' } });

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

/** Asks about a mail of which somebody remembers who it is from, and maybe words of its subject. */
async function ask(page: Page, who: string, words = ''): Promise<void> {
  await page.getByLabel('Who is it from, or to?').fill(who);
  await page.getByLabel('Words of the subject').fill(words);
  await page.getByRole('button', { name: 'Find out' }).click();
}

test('a mail of a stranger is missing because they are no contact, and is there once they are', async () => {
  const agent = await stage().agent();
  const local = `ann.archer.${anAddress('x').replace(/@.*/, '').replace(/\W|\d/g, '')}`;
  const address = `${local}@example.com`;
  const mails = [{ from: `Ann Archer <${address}>`, to: agent.email, subject: 'The flat' }];
  await withLiveMailbox(stage(), agent, { mails });
  const page = await stage().open(agent, '/missing');
  await ask(page, 'Ann Archer', 'flat');
  await page.getByRole('heading', { name: 'Nobody in it was a contact' }).waitFor();
  await page.getByRole('link', { name: 'Add Ann Archer as a contact' }).click();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Ann Archer');
  expect(await page.getByLabel('Address', { exact: true }).inputValue()).toBe(address);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('1 older message added.').waitFor();

  await page.goto(`${stage().url}/missing`);
  await ask(page, address);
  await page.getByRole('heading', { name: 'It is here' }).waitFor();
  await page.getByRole('link', { name: 'Open the conversation with Ann Archer' }).click();
  await page.waitForURL('**/inbox/*');
});

test('a mail that is older than the first sync is brought by a look for older mail', async () => {
  const agent = await stage().agent();
  const { emails, contactId } = await stage().tenants.contact(agent.locationId);
  const [ann = ''] = emails;
  const old = { from: ann, to: agent.email, subject: 'The contract', date: daysAgo(90) };
  const recent = [5, 4, 3, 2, 1].map((days) => ({
    from: anAddress('someone'),
    to: agent.email,
    subject: `Recent ${days}`,
    date: daysAgo(days),
  }));
  await withLiveMailbox(stage(), agent, { mails: [old, ...recent] });
  const page = await stage().open(agent, '/missing');
  await ask(page, ann);
  await page.getByRole('heading', { name: 'It is older than what was looked at' }).waitFor();
  await page.getByRole('button', { name: 'Look for older mail with Ann Archer' }).click();
  await page.waitForURL(`**/contacts/${contactId}`);
  await page.getByText('1 older message added.').waitFor();
});

test('what hides in Gmail is told with the place where it is, the newest first and the others one by one', async () => {
  const agent = await stage().agent();
  const { emails } = await stage().tenants.contact(agent.locationId);
  const [ann = ''] = emails;
  const mails = [
    { from: ann, to: agent.email, subject: 'Kitchen', date: daysAgo(3) },
    { from: ann, to: agent.email, subject: 'Kitchen', date: daysAgo(2), labelIds: ['TRASH'] },
    { from: ann, to: agent.email, subject: 'Kitchen', date: daysAgo(1), labelIds: ['SPAM'] },
  ];
  await withLiveMailbox(stage(), agent, { mails });
  const page = await stage().open(agent, '/missing');
  await ask(page, ann, 'kitchen');
  await page.getByRole('heading', { name: 'It is in spam' }).waitFor();
  const way = await page.getByRole('link', { name: 'See it in Gmail’s spam' }).getAttribute('href');
  expect(way).toMatch(/^https:\/\/mail\.google\.com\/mail\/\?authuser=.*#spam\/[\da-f]+$/);
  await page.getByRole('button', { name: 'Show the next of 2 other matches' }).click();
  await page.getByRole('heading', { name: 'It is in the trash' }).waitFor();
  await page.getByRole('button', { name: 'Show the next of 1 other match' }).click();
  await page.getByRole('heading', { name: 'It is here' }).waitFor();
  expect(await page.getByRole('button', { name: /Show the next/ }).count()).toBe(0);
});

test('a mail that settings leave out leads to them', async () => {
  const agent = await stage().agent();
  const { emails } = await stage().tenants.contact(agent.locationId);
  const [ann = ''] = emails;
  await stage().tenants.settle(agent.locationId, { name: 'Estio', excluded: [ann] });
  await withLiveMailbox(stage(), agent, { mails: [{ from: ann, to: agent.email, subject: 'Private' }] });
  const page = await stage().open(agent, '/missing');
  await ask(page, ann);
  await page.getByRole('heading', { name: 'The settings leave it out' }).waitFor();
  await page.getByRole('link', { name: 'Settings of Estio' }).click();
  await page.getByRole('button', { name: `Remove ${ann}` }).waitFor();
});

test('a mailbox without access leads to Google’s page, and one that does not have the mail says so', async () => {
  const agent = await stage().agent();
  await withLiveMailbox(stage(), agent);
  const second = anAddress('second');
  await withLiveMailbox(stage(), agent, { address: second });
  const page = await stage().open(agent, '/missing');
  await page.getByLabel('In which mailbox?').selectOption(second);
  await page.getByText('Other ways to look for it').click();
  await page.getByRole('radio', { name: 'By its Message-ID' }).check();
  await page.getByRole('textbox', { name: 'Its Message-ID' }).fill('<nowhere@example.com>');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Gmail does not have it in this mailbox' }).waitFor();

  stage().stack.gmail.oauth.revokeGrant(second);
  stage().stack.gmail.account(second).deliver({ from: anAddress(), to: second, subject: 'Late' });
  await page.getByText('Gmail no longer lets us into').waitFor();
  await page.getByLabel('In which mailbox?').selectOption('In all of mine');
  await page.getByRole('button', { name: 'Find out' }).click();
  await page.getByRole('heading', { name: 'This mailbox has to be connected again' }).waitFor();
  await page.getByRole('heading', { name: 'Gmail does not have it in this mailbox' }).waitFor();
  await page.getByRole('article').getByRole('button', { name: 'Connect again' }).click();
  await page.getByRole('radio', { name: second }).waitFor();
});

test('whoever has no mailbox is led to connect one', async () => {
  const page = await stage().open(await stage().agent(), '/missing');
  await page.getByRole('link', { name: 'Connect Gmail' }).click();
  await page.getByRole('heading', { name: 'Connect your Gmail' }).waitFor();
});

test('the question and its answer keep nobody out, wide or narrow, light or dark', async () => {
  const agent = await stage().agent();
  const stranger = anAddress('stranger');
  await withLiveMailbox(stage(), agent, { mails: [{ from: stranger, to: agent.email, subject: 'Hello' }] });
  for (const screen of [{}, PHONE]) {
    const page = await stage().open(agent, '/missing', screen);
    await ask(page, stranger);
    await page.getByRole('heading', { name: 'Nobody in it was a contact' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await checkAccessibility(page);
    }
  }
}, 60_000);
