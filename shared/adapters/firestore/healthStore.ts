import { type Firestore, type Query, Timestamp } from '@google-cloud/firestore';
import {
  FEW,
  type HealthTimes,
  LOOKED_AT,
  type MailboxHealth,
  type RelayHealth,
  type Some,
} from '../../domain/doctor/health.ts';
import type { ReadOutcome } from '../../domain/doctor/judgeDatabase.ts';
import { LocationId, MailboxId } from '../../domain/ids.ts';
import { MAILBOX_STATUSES } from '../../domain/mailbox.ts';
import type { HealthStore } from '../../ports/doctor.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

export function firestoreHealthStore(db: Firestore): HealthStore {
  return {
    tryRead: () => translating('tryRead', () => tryRead(db)),
    mailboxHealth: (times) => translating('mailboxHealth', () => mailboxHealth(db, times)),
    relayHealth: () => translating('relayHealth', () => relayHealth(db)),
    linkedLocations: (limit) =>
      translating('linkedLocations', async () => {
        const linked = paths.locations(db).where('ghl.status', '==', 'linked');
        return (await linked.limit(limit).select().get()).docs.map(({ id }) => LocationId(id));
      }),
  };
}

async function tryRead(db: Firestore): Promise<ReadOutcome> {
  try {
    await paths.locations(db).limit(1).select().get();
    return 'answers';
  } catch (error) {
    const outcome = outcomeOf(error);
    if (outcome) return outcome;
    throw error;
  }
}

/** By gRPC's status, and the reason in its details. */
function outcomeOf(error: unknown): ReadOutcome | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  if (error.code === 5) return 'noDatabase';
  if (error.code === 9) return 'datastoreMode';
  if (error.code === 16) return 'signedOut';
  if (error.code !== 7) return undefined;
  return 'reason' in error && error.reason === 'SERVICE_DISABLED' ? 'apiDisabled' : 'forbidden';
}

async function mailboxHealth(db: Firestore, times: HealthTimes): Promise<MailboxHealth> {
  const all = paths.mailboxes(db);
  const watched = all.where('status', 'in', SYNCING);
  const [byStatus, quiet, lapsed, ending, unwatched, paused, failing] = await Promise.all([
    Promise.all(
      MAILBOX_STATUSES.map(
        async (status) => [status, await countOf(all.where('status', '==', status))] as const,
      ),
    ),
    quietOf(all, times),
    someOf(watched.where('watch.expiresAt', '<', times.now)),
    someOf(
      watched.where('watch.expiresAt', '>=', times.now).where('watch.expiresAt', '<', times.endingBefore),
    ),
    someOf(watched.where('watch', '==', null)),
    someOf(all.where('pausedUntil', '>', times.now)),
    failingOf(all),
  ]);
  const none = { connecting: 0, backfilling: 0, live: 0, reauthRequired: 0, disconnected: 0 };
  return {
    byStatus: { ...none, ...Object.fromEntries(byStatus) },
    quiet,
    lapsed,
    ending,
    unwatched,
    paused,
    failing,
  };
}

const SYNCING = ['backfilling', 'live'];
const POLLED: readonly unknown[] = ['connecting', ...SYNCING];

/** Those that rest are looked at one by one: a query has one range. */
async function quietOf(all: Query, { now, quietBefore }: HealthTimes): Promise<Some> {
  const quiet = all.where('status', '==', 'live').where('lastRunAt', '<', quietBefore);
  const [count, { docs }] = await Promise.all([
    countOf(quiet),
    quiet.orderBy('lastRunAt').limit(LOOKED_AT).select('pausedUntil').get(),
  ]);
  const awake = docs.filter((snapshot) => !isAfter(snapshot.get('pausedUntil'), now));
  return { count: count - (docs.length - awake.length), some: few(awake) };
}

async function failingOf(all: Query): Promise<MailboxHealth['failing']> {
  const { docs } = await all
    .where('lastError', '!=', null)
    .limit(LOOKED_AT)
    .select('status', 'lastError.code')
    .get();
  const failing = docs.filter((snapshot) => POLLED.includes(snapshot.get('status')));
  const codes: Record<string, number> = {};
  for (const snapshot of failing) {
    const code = String(snapshot.get('lastError.code'));
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return { count: failing.length, some: few(failing), codes };
}

async function someOf(query: Query): Promise<Some> {
  const [count, { docs }] = await Promise.all([countOf(query), query.limit(FEW).select().get()]);
  return { count, some: few(docs) };
}

async function relayHealth(db: Firestore): Promise<RelayHealth> {
  const revoked = paths.locations(db).where('ghl.status', '==', 'revoked');
  const failed = paths.outbox(db).where('state', '==', 'failed');
  const [revokedCount, revokedSome, failedCount, failedSome] = await Promise.all([
    countOf(revoked),
    revoked.limit(FEW).select().get(),
    countOf(failed),
    failed.limit(LOOKED_AT).select('locationId').get(),
  ]);
  const owners = new Set(failedSome.docs.map((snapshot) => String(snapshot.get('locationId'))));
  return {
    revoked: { count: revokedCount, some: revokedSome.docs.map(({ id }) => LocationId(id)) },
    failed: { count: failedCount, some: [...owners].toSorted().slice(0, FEW).map(LocationId) },
  };
}

const countOf = async (query: Query): Promise<number> => (await query.count().get()).data().count;

const few = (docs: readonly { readonly id: string }[]): readonly MailboxId[] =>
  docs.slice(0, FEW).map(({ id }) => MailboxId(id));

const isAfter = (time: unknown, now: Date): boolean => time instanceof Timestamp && time.toDate() > now;
