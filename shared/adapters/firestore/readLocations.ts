import type { Firestore } from '@google-cloud/firestore';
import type { LocationId } from '../../domain/ids.ts';
import type { Location } from '../../domain/tenancy.ts';
import { locationConverter } from './converters/tenancy.ts';
import { paths } from './paths.ts';

/** One read each; those that are not there are left out. */
export async function readLocations(
  db: Firestore,
  ids: readonly LocationId[],
  read = locationConverter.read,
): Promise<readonly Location[]> {
  if (ids.length === 0) return [];
  const snapshots = await db.getAll(...ids.map((id) => paths.location(db, id)));
  return snapshots.flatMap((snapshot) => read(snapshot) ?? []);
}
