import { z } from 'zod';
import type { Page } from '../../../shared/ports/stores/page.ts';
import type { Tables } from './tables.ts';

type Key = readonly [number, string];

const Place = z.tuple([z.number(), z.string()]);

/** A page in the order of a time and of ids. What cannot be read takes its place in it, and is left out. */
export function listing<Item>(
  tables: Tables,
  items: readonly Item[],
  { keyOf, limit, after }: { keyOf: (item: Item) => Key; limit: number; after?: string },
): Page<Item> {
  const place = after === undefined ? undefined : Place.safeParse(parsed(after)).data;
  const listed = items
    .toSorted((a, b) => compare(keyOf(a), keyOf(b)))
    .filter((item) => !place || compare(place, keyOf(item)) < 0)
    .slice(0, limit);
  const last = listed.length < limit ? undefined : listed.at(-1);
  return {
    items: listed.filter((item) => !tables.unreadable.has(keyOf(item)[1])),
    next: last ? JSON.stringify(keyOf(last)) : null,
  };
}

function compare([time, id]: Key, [otherTime, otherId]: Key): number {
  if (time !== otherTime) return time - otherTime;
  return id < otherId ? -1 : Number(id > otherId);
}

function parsed(place: string): unknown {
  try {
    return JSON.parse(place);
  } catch {
    return undefined;
  }
}
