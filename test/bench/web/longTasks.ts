import { z } from 'zod';
import type { BareTab } from './bareTab.ts';

/** What keeps the page from answering: https://www.w3.org/TR/longtasks-1/ has them from 50 ms on. */
export interface LongTask {
  readonly startMs: number;
  readonly tookMs: number;
}

const Entries = z.array(z.object({ startMs: z.number(), tookMs: z.number() }));

const OBSERVE = `
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      window.longTasks.push({ startMs: startTime, tookMs: duration });
  }).observe({ type: 'longtask', buffered: true });
`;

/** From the beginning of each page that is opened from now on. */
export const observeLongTasks = (tab: BareTab): Promise<void> => tab.addInitScript(OBSERVE);

/** Those since the page was opened, or since they were taken last. */
export async function takeLongTasks(tab: BareTab): Promise<readonly LongTask[]> {
  return Entries.parse(await tab.evaluate('window.longTasks.splice(0)'));
}
