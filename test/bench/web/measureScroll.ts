import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { BareTab } from './bareTab.ts';
import { type LongTask, takeLongTasks } from './longTasks.ts';

export interface Scrolled {
  readonly rows: number;
  readonly seconds: number;
  readonly longTasks: readonly LongTask[];
}

/** A brisk turn of the wheel, ten times a second. */
const TURN_PX = 1_000;
const EVERY_MS = 100;

/** With nothing new for so long, it is the end. */
const LOST_MS = 60_000;

const Place = z.object({ top: z.number(), isEnd: z.boolean(), rows: z.number() });

const WHERE = `(() => {
  const list = document.querySelector('.row-list');
  const last = [...list.querySelectorAll('[aria-posinset]')].at(-1);
  const isWhole = last.getAttribute('aria-setsize') !== '-1';
  return {
    top: list.scrollTop,
    isEnd: isWhole && list.scrollTop + list.clientHeight >= list.scrollHeight - 2,
    rows: Number(last.getAttribute('aria-posinset')),
  };
})()`;

const Point = z.object({ x: z.number(), y: z.number() });

const OVER_THE_LIST = `(() => {
  const { x, y } = document.querySelector('.row-list').getBoundingClientRect();
  return { x: x + 100, y: y + 100 };
})()`;

const where = async (tab: BareTab) => Place.parse(await tab.evaluate(WHERE));

/** Scrolls with the wheel from one end of the list to the other, as fast as it is loaded. */
export async function measureScroll(tab: BareTab, direction: 'down' | 'up'): Promise<Scrolled> {
  const over = Point.parse(await tab.evaluate(OVER_THE_LIST));
  await takeLongTasks(tab);
  const startedAt = performance.now();
  let place = await where(tab);
  let rows = place.rows;
  let movedAt = startedAt;
  while (direction === 'down' ? !place.isEnd : place.top > 0) {
    await tab.wheel({ ...over, by: direction === 'down' ? TURN_PX : -TURN_PX });
    await pause(EVERY_MS);
    const next = await where(tab);
    if (next.top !== place.top) movedAt = performance.now();
    if (performance.now() - movedAt > LOST_MS) throw new Error(`The list stopped at row ${next.rows}.`);
    place = next;
    rows = Math.max(rows, next.rows);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { rows, seconds, longTasks: await takeLongTasks(tab) };
}
