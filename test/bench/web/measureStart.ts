import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { BareTab } from './bareTab.ts';
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
export async function measureStart(tab: BareTab, url: string, times: number): Promise<readonly number[]> {
  await tab.addInitScript(NOTE_WHEN_SHOWN);
  const samples: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await tab.goto('about:blank');
    // The page before has been put away by then.
    await pause(QUIET_MS);
    await tab.goto(url);
    await tab.waitFor(NAMED);
    await pause(QUIET_MS);
    const shownAt = z.number().parse(await tab.evaluate('window.shownAt'));
    const busyUntil = (await takeLongTasks(tab))
      .filter(({ startMs }) => startMs < shownAt + QUIET_MS / 2)
      .map(({ startMs, tookMs }) => startMs + tookMs);
    samples.push(Math.max(shownAt, ...busyUntil));
  }
  return samples;
}
