import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { takeLongTasks } from './longTasks.ts';

/** No long task for so long, and the page is taken to have come to rest. */
const QUIET_MS = 1_000;

/** The names come from documents of their own, after the list. */
const NAMED = '[data-row] .row-link__name bdi';

const NOTE_WHEN_SHOWN = `
  new MutationObserver((_, observer) => {
    if (!document.querySelector('${NAMED}')) return;
    window.shownAt = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
`;

/** Milliseconds from the beginning of the navigation until rows with names are there, and the page answers. */
export async function measureStart(page: Page, url: string, times: number): Promise<readonly number[]> {
  await page.addInitScript(NOTE_WHEN_SHOWN);
  const samples: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await page.goto('about:blank');
    await page.goto(url);
    await page.locator(NAMED).first().waitFor();
    await pause(QUIET_MS);
    const shownAt = z.number().parse(await page.evaluate('window.shownAt'));
    const busyUntil = (await takeLongTasks(page))
      .filter(({ startMs }) => startMs < shownAt + QUIET_MS / 2)
      .map(({ startMs, tookMs }) => startMs + tookMs);
    samples.push(Math.max(shownAt, ...busyUntil));
  }
  return samples;
}
