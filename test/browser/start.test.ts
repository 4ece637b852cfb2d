import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser/launchBrowser.ts';
import { eventually } from '../support/eventually.ts';

const START = fileURLToPath(new URL('../local/start.ts', import.meta.url));
const START_MS = 90_000;

let folder: string;
let browser: Browser;
let url: string;
let stop: () => void;

/** On the emulators of this run, as with `npm run emulators` in another terminal. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'));
  const env = { ...process.env, NODE_OPTIONS: '' };
  const demo = spawn(process.execPath, [START, '--every', '0'], { cwd: folder, env, stdio: 'pipe' });
  stop = () => demo.kill('SIGTERM');
  let output = '';
  for (const stream of [demo.stdout, demo.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  browser = await launchBrowser();
  url = await eventually(
    'the demo says where to open it',
    () => {
      if (demo.exitCode !== null) throw new Error(output);
      return /Open (http:\/\/localhost:\d+) and choose Olivia Park/.exec(output)?.[1];
    },
    START_MS,
  );
}, START_MS);
afterAll(async () => {
  await browser?.close();
  stop?.();
  await rm(folder, { recursive: true, force: true });
});

async function openAs(name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  await page.getByRole('button', { name }).click();
  await page.getByRole('button', { name: 'Sign out' }).first().waitFor();
  return page;
}

test('whoever opens the demo and chooses Olivia reads the mail that her contacts have written', async () => {
  const page = await openAs('Olivia Park');
  await page.getByText('Chloé Dubois').first().waitFor();
});

test('Marco, who works elsewhere, sees his own contacts and nothing of hers', async () => {
  const page = await openAs('Marco Silva');
  await page.goto(`${url}/contacts`);
  await page.getByText('Greta Holm').first().waitFor();
  expect(await page.getByText('Chloé Dubois').count()).toBe(0);
});

test('a keyboard is enough to sign in, read a mail, answer it, and go through everything else', async () => {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await page.goto(url);
  const press = async (place: Locator, key: string) => {
    await tabTo(page, place);
    await page.keyboard.press(key);
  };
  await press(page.getByRole('button', { name: 'Olivia Park' }), 'Enter');
  const row = page.getByRole('list', { name: 'Conversations' }).getByRole('link').first();
  await press(row, 'Enter');
  await press(page.getByRole('button', { name: /^Write to / }), 'Enter');
  const words = page.getByRole('textbox', { name: 'Message' });
  await words.waitFor();
  await tabTo(page, words);
  await page.keyboard.type('By the keyboard alone.');
  await press(page.getByRole('button', { name: 'Send', exact: true }), 'Enter');
  const answer = page.locator('article', { hasText: 'By the keyboard alone.' });
  await answer.waitFor();
  await press(answer.getByRole('button', { name: 'More about this message' }), 'Enter');
  await page.keyboard.press('Escape');
  await press(page.getByRole('button', { name: 'Fetch History' }), 'Enter');
  const chat = page.getByRole('region', { name: 'Conversation', exact: true });
  await press(chat.getByRole('button', { name: 'Put away' }), 'Enter');

  await press(page.getByRole('link', { name: 'Contacts', exact: true }), 'Enter');
  await press(page.getByRole('link', { name: 'Add a contact' }), 'Enter');
  await tabTo(page, page.getByRole('textbox', { name: 'Name' }));
  await page.keyboard.type('Zoe Zander');
  await tabTo(page, page.getByRole('textbox', { name: /address/i }).first());
  await page.keyboard.type('zoe@example.com');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Zoe Zander' }).waitFor();

  await press(page.getByRole('link', { name: 'Missing mail' }), 'Enter');
  await tabTo(page, page.getByRole('textbox', { name: 'Who is it from, or to?' }));
  await page.keyboard.type('chloe');
  await press(page.getByRole('button', { name: 'Find out' }), 'Enter');
  await page.getByText('It is here').first().waitFor();

  await press(page.getByRole('link', { name: 'Settings', exact: true }), 'Enter');
  await press(page.getByRole('link', { name: 'Estio' }), 'Enter');
  await page.getByRole('heading', { name: 'Estio' }).waitFor();
  await press(page.getByRole('link', { name: 'You', exact: true }), 'Enter');
  await tabTo(page, page.getByRole('radio', { checked: true }));
  await page.keyboard.press('ArrowDown');
  await press(page.getByRole('main').getByRole('button', { name: 'Sign out' }), 'Enter');
  await page.getByRole('button', { name: 'Olivia Park' }).waitFor();
});

/** More stops than any screen has. */
const STOPS = 150;

/** As somebody does who has no other way: by the Tab key, from wherever they are. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  await place.waitFor();
  for (let stop = 0; stop < STOPS; stop += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to ${String(place)}`);
}
