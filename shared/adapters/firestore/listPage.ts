import { type DocumentSnapshot, type Query, type QuerySnapshot, Timestamp } from '@google-cloud/firestore';
import { z } from 'zod';
import type { Page } from '../../ports/stores/page.ts';

/** Of the last document of a page: the time by which it is listed, to the nanosecond, and its id. */
const TimePlace = z.tuple([z.int(), z.int(), z.string().min(1)]);
const IdPlace = z.tuple([z.string().min(1)]);

interface Listing {
  /** A time, of which the query has a range; ids alone where there is none. */
  readonly by?: string;
  readonly limit: number;
  readonly after?: string;
}

/** A page in the order of a time and of ids. It goes on behind its last document, whether that can be read or not. */
export async function listPage<Item>(
  query: Query,
  { by, limit, after }: Listing,
  read: (found: QuerySnapshot) => readonly Item[],
): Promise<Page<Item>> {
  const ordered = (by === undefined ? query : query.orderBy(by)).orderBy('__name__').limit(limit);
  const place = after === undefined ? undefined : valuesOf(after, by);
  const found = await (place ? ordered.startAfter(...place) : ordered).get();
  const last = found.docs.length < limit ? undefined : found.docs.at(-1);
  return { items: read(found), next: last ? placeOf(last, by) : null };
}

function placeOf(last: DocumentSnapshot, by: string | undefined): string | null {
  if (by === undefined) return JSON.stringify([last.id]);
  const time: unknown = last.get(by);
  return time instanceof Timestamp ? JSON.stringify([time.seconds, time.nanoseconds, last.id]) : null;
}

/** Undefined for a place that another version has written: the listing begins anew. */
function valuesOf(place: string, by: string | undefined): readonly unknown[] | undefined {
  if (by === undefined) return IdPlace.safeParse(parsed(place)).data;
  const { data } = TimePlace.safeParse(parsed(place));
  return data && [new Timestamp(data[0], data[1]), data[2]];
}

function parsed(place: string): unknown {
  try {
    return JSON.parse(place);
  } catch {
    return undefined;
  }
}
