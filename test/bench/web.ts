import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildWeb } from '../../.ci/bundle/web.ts';
import { percentile, type Table } from './table.ts';
import type { BareTab } from './web/bareTab.ts';
import { startInboxStage } from './web/inboxStage.ts';
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

/** The page has come to rest by then. */
const AT_REST_MS = 2_000;

const LIMITS = { scriptKb: 250, startMs: 1_500, taskMs: 50 };

/** What the inbox costs the browser: its script, its start, and a long way down the list. */
export async function benchWeb(): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-web-'));
  try {
    const { firstLoad } = await buildWeb(resolve(import.meta.dirname, '../..'), join(folder, 'web'));
    const starts = await measureStarts(join(folder, 'web'));
    return tableOf(firstLoad.scripts / 1_000, starts, await measureScrolling(join(folder, 'web')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureStarts(folder: string): Promise<readonly number[]> {
  await using stage = await startInboxStage(folder);
  const { db, locationId, url } = stage;
  await plantInbox(db, { locationId, count: AT_THE_START, now: new Date() });
  const tab = await stage.newTab();
  await observeLongTasks(tab);
  // What is in the browser's cache from then on, scripts as well as their compiled code.
  await measureStart(tab, `${url}/inbox`, 2);
  await slowDown(tab);
  return await measureStart(tab, `${url}/inbox`, STARTS);
}

interface BothWays {
  readonly down: Scrolled;
  readonly up: Scrolled;
}

async function measureScrolling(folder: string): Promise<BothWays> {
  await using stage = await startInboxStage(folder);
  const { db, locationId, url } = stage;
  await plantInbox(db, { locationId, count: CONVERSATIONS, now: new Date() });
  const tab = await stage.newTab();
  await observeLongTasks(tab);
  await tab.goto(`${url}/inbox`);
  await tab.waitFor('[data-row]');
  // The start is measured on its own.
  await pause(AT_REST_MS);
  return { down: await measureScroll(tab, 'down'), up: await measureScroll(tab, 'up') };
}

async function slowDown(tab: BareTab): Promise<void> {
  await tab.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

function tableOf(scriptKb: number, starts: readonly number[], { down, up }: BothWays): Table {
  const row = (what: string, measured: number, limit: number | string) => ({ what, measured, limit });
  const longest = ({ longTasks }: Scrolled) => Math.max(0, ...longTasks.map(({ tookMs }) => tookMs));
  return {
    title: 'The inbox in the browser',
    note:
      `Chromium, 1280 by 800, signed in; a start with a warm cache, the processor slowed down ${SLOWER} times, until ` +
      `rows with names are there and the page answers (${STARTS} of them, ${AT_THE_START} conversations); then, as ` +
      'fast as this machine is, from the first of ' +
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
