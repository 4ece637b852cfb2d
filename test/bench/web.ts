import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { buildWeb } from '../../.ci/bundle/web.ts';
import { percentile, type Table } from './table.ts';
import { type InboxStage, startInboxStage } from './web/inboxStage.ts';
import { observeLongTasks } from './web/longTasks.ts';
import { measureScroll, type Scrolled } from './web/measureScroll.ts';
import { measureStart } from './web/measureStart.ts';
import { plantInbox } from './web/plantInbox.ts';

const CONVERSATIONS = 10_000;

/** Enough for a start; the emulator, which has no indexes, would take its time to find the first of 10,000. */
const AT_THE_START = 200;

const STARTS = 7;

/** A phone of some years ago, or a laptop on battery. */
const SLOWER = 4;

const LIMITS = { scriptKb: 250, startMs: 1_500, taskMs: 50 };

/** What the inbox costs the browser: its script, its start, and a long way down the list. */
export async function benchWeb(): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-web-'));
  try {
    const { firstLoad } = await buildWeb(resolve(import.meta.dirname, '../..'), join(folder, 'web'));
    await using stage = await startInboxStage(join(folder, 'web'));
    return tableOf(firstLoad.scripts / 1_000, await measure(stage));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly starts: readonly number[];
  readonly down: Scrolled;
  readonly up: Scrolled;
}

async function measure(stage: InboxStage): Promise<Measured> {
  const { db, locationId } = stage;
  const now = new Date();
  await plantInbox(db, { locationId, from: 0, to: AT_THE_START, now });
  const page = await stage.newPage();
  await observeLongTasks(page);
  // What is in the browser's cache from then on, scripts as well as their compiled code.
  await measureStart(page, `${stage.url}/inbox`, 2);
  await slowDown(page);
  const starts = await measureStart(page, `${stage.url}/inbox`, STARTS);
  await plantInbox(db, { locationId, from: AT_THE_START, to: CONVERSATIONS, now });
  return { starts, down: await measureScroll(page, 'down'), up: await measureScroll(page, 'up') };
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

function tableOf(scriptKb: number, { starts, down, up }: Measured): Table {
  const row = (what: string, measured: number, limit: number | string) => ({ what, measured, limit });
  const longest = ({ longTasks }: Scrolled) => Math.max(0, ...longTasks.map(({ tookMs }) => tookMs));
  return {
    title: 'The inbox in the browser',
    note:
      `Chromium, slowed down ${SLOWER} times, 1280 by 800, signed in; a start with a warm cache, until rows with names ` +
      `are there and the page answers (${STARTS} of them, ${AT_THE_START} conversations); then from the first of ` +
      `${CONVERSATIONS.toLocaleString('en')} conversations to the last by the wheel, ${Math.round(down.seconds)} s, and back, ` +
      `${Math.round(up.seconds)} s. A long task is one of more than ${LIMITS.taskMs} ms.`,
    rows: [
      row('script before the inbox shows, KB compressed', scriptKb, LIMITS.scriptKb),
      row('start, p50, ms', percentile(starts, 0.5), LIMITS.startMs),
      row('start, slowest, ms', percentile(starts, 1), ''),
      row('rows scrolled through', down.rows, ''),
      row('long tasks on the way down', down.longTasks.length, 0),
      row('longest of them, ms', longest(down), LIMITS.taskMs),
      row('long tasks on the way up', up.longTasks.length, 0),
      row('longest of them, ms ', longest(up), LIMITS.taskMs),
    ],
  };
}
