import type { Firestore } from '@google-cloud/firestore';
import { z } from 'zod';
import type { QuotaStore } from '../../ports/stores/quotaStore.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

const Taken = z.object({ units: z.int().nonnegative() });

/** By then no clock takes it for the present minute any more. */
const KEPT_MS = 60 * 60_000;

/** A document for each minute: those of many instances are told apart by nothing, so that all share it. */
export function firestoreQuotaStore(db: Firestore): QuotaStore {
  return {
    takeUnits: ({ minute, units, limit }) =>
      translating('takeUnits', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.quota(db, minute);
          const snapshot = await tx.get(ref);
          const taken = (snapshot.exists ? Taken.parse(snapshot.data()).units : 0) + units;
          if (taken > limit) return false;
          tx.set(ref, { units: taken, expireAt: new Date(minute.getTime() + KEPT_MS) });
          return true;
        }),
      ),
  };
}
