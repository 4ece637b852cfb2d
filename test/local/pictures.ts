import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser/launchBrowser.ts';
import { runningPort } from './demo/control.ts';
import { DIALOGUES } from './demo/dialogues.ts';
import { CONTACTS } from './demo/people.ts';
import { written } from './demo/person.ts';

const HELP = `Usage: npm run pictures [-- --app <url>]

Takes the README's pictures of the inbox, docs/pictures/*.png, of a demo that runs in another terminal:
npm start -- --every 0

  --app <url>   http://localhost:5080 unless given
  --help        this text`;

const FOLDER = 'docs/pictures';
const DESKTOP = { width: 1200, height: 750 };
const PHONE = { width: 390, height: 780 };

/** As `npm run mail` does, and waits until it is stored. */
async function deliver(from: number, subject: string, body: string): Promise<void> {
  const person = CONTACTS[from];
  if (!person) throw new Error(`The demo has no contact ${from}`);
  const response = await fetch(`http://127.0.0.1:${runningPort()}/mail`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: written(person), subject, body }),
  });
  if (!response.ok) throw new Error(`The demo answered ${response.status}: ${await response.text()}`);
}

async function open(browser: Browser, app: string, options: object): Promise<Page> {
  const page = await browser.newPage({ locale: 'en-GB', ...options });
  await page.goto(app);
  await page.getByRole('button', { name: /Olivia Park/ }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  return page;
}

const conversationWith = (page: Page, name: string) =>
  page.locator('a[href^="/inbox/"]', { hasText: name }).first();

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' });
  console.log(`${FOLDER}/${name}.png`);
}

/** One mail on its way: the list before it, the conversation with it, the answer. */
async function takeArrival(page: Page): Promise<void> {
  const [first] = DIALOGUES;
  const [question = '', answer = '', thanks = ''] = first?.turns ?? [];
  const subject = first?.subject ?? '';
  await take(page, 'arrival-1');
  await deliver(0, subject, question);
  await conversationWith(page, subject).waitFor();
  await take(page, 'arrival-2');
  await conversationWith(page, 'Ann Archer').click();
  await page.getByText(question).last().waitFor();
  await page.getByRole('button', { name: 'Write to Ann Archer' }).click();
  await page.getByRole('textbox', { name: 'Message' }).click();
  await page.keyboard.type(answer);
  await page.keyboard.press('Control+Enter');
  const sent = page.locator('article', { hasText: answer });
  await sent.locator('.delivery-mark--good').waitFor();
  await deliver(0, `Re: ${subject}`, thanks);
  const thanked = page.locator('article', { hasText: thanks });
  await thanked.locator('.delivery-mark--good').waitFor();
  await thanked.getByText('New', { exact: true }).waitFor({ state: 'detached' });
  await take(page, 'arrival-3');
}

async function main(app: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await launchBrowser();
  try {
    for (const [index, { subject, turns }] of [...DIALOGUES.entries()].slice(1))
      await deliver(index, subject, turns[0] ?? '');
    const page = await open(browser, app, { viewport: DESKTOP, colorScheme: 'light' });
    for (const { name } of CONTACTS) if (name) await conversationWith(page, name).waitFor();
    await takeArrival(page);
    await page.goto(`${app}/settings`);
    await page.getByRole('heading', { name: 'Mailboxes' }).waitFor();
    await take(page, 'settings');
    const dark = await open(browser, app, { viewport: DESKTOP, colorScheme: 'dark' });
    await conversationWith(dark, 'Ann Archer').click();
    await dark.getByText('Perfect, see you there!').last().waitFor();
    await take(dark, 'dark');
    const phone = await open(browser, app, { viewport: PHONE, colorScheme: 'light', hasTouch: true });
    await conversationWith(phone, 'Ann Archer').waitFor();
    await take(phone, 'phone-list');
    await conversationWith(phone, 'Ann Archer').click();
    await phone.getByText('Perfect, see you there!').last().waitFor();
    await take(phone, 'phone-chat');
  } finally {
    await browser.close();
  }
}

const { values } = parseArgs({
  options: {
    app: { type: 'string', default: 'http://localhost:5080' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) console.log(HELP);
else await main(values.app);
