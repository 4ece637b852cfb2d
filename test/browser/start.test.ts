import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
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
