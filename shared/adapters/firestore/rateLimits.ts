import type { Firestore } from '@google-cloud/firestore';
import { z } from 'zod';
import type { AgentId } from '../../domain/ids.ts';
import { RATE_LIMITS, takeToken } from '../../domain/rateLimit.ts';
import type { RateLimitStore } from '../../ports/stores/rateLimitStore.ts';
import { field } from './converters/fields.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

/** A bucket for each callable that the agent has called; all are full again at `expireAt`, and the document goes. */
const Buckets = z.object({ fullAt: z.record(z.string(), field.date) });

export function firestoreRateLimits(db: Firestore): RateLimitStore {
  const inTurn = turns<AgentId>();
  return {
    takeToken: (uid, name, now) =>
      translating('takeToken', () =>
        inTurn(uid, () =>
          db.runTransaction(async (tx) => {
            const ref = paths.rateLimit(db, uid);
            const snapshot = await tx.get(ref);
            const { fullAt } = snapshot.exists ? Buckets.parse(snapshot.data()) : { fullAt: {} };
            const known = new Map(Object.entries(fullAt));
            const before = known.get(name);
            const decision = takeToken(before && { fullAt: before }, RATE_LIMITS[name], now);
            if (decision.outcome === 'allowed') {
              known.set(name, decision.bucket.fullAt);
              const expireAt = new Date(Math.max(...[...known.values()].map((at) => at.getTime())));
              tx.set(ref, { fullAt: Object.fromEntries(known), expireAt });
            }
            return decision;
          }),
        ),
      ),
  };
}

/**
 * Of one agent's calls that come at once, as for the pictures of a mail, the transactions go one after the other: side
 * by side they would abort each other, and be repeated for seconds.
 */
function turns<Key>(): <T>(key: Key, work: () => Promise<T>) => Promise<T> {
  const last = new Map<Key, Promise<unknown>>();
  return (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, mine);
    const leave = () => {
      if (last.get(key) === mine) last.delete(key);
    };
    mine.then(leave, leave);
    return mine;
  };
}
