import type { Firestore } from '@google-cloud/firestore';
import type { Log } from '../../domain/logEvents.ts';
import type { OverviewStore } from '../../ports/stores.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';
import { readLocations } from './readLocations.ts';
import { readMailboxes } from './readMailboxes.ts';

export function firestoreOverviewStore(db: Firestore, log: Log): OverviewStore {
  return {
    mailboxesOf: (uid) =>
      translating('mailboxesOf', async () =>
        readMailboxes(await paths.mailboxes(db).where('uid', '==', uid).get(), log),
      ),

    locations: (ids) => translating('locations', () => readLocations(db, ids)),

    quietMailboxes: ({ before, limit, after }) =>
      translating('quietMailboxes', async () => {
        const quiet = paths
          .mailboxes(db)
          .where('status', 'in', ['connecting', 'backfilling', 'live'])
          .where('lastRunAt', '<', before)
          .orderBy('lastRunAt')
          .orderBy('__name__')
          .limit(limit);
        return readMailboxes(
          await (after ? quiet.startAfter(after.lastRunAt, after.mailboxId) : quiet).get(),
          log,
        );
      }),

    watchesEnding: ({ before, limit, after }) =>
      translating('watchesEnding', async () => {
        const ending = syncing(db)
          .where('watch.expiresAt', '<', before)
          .orderBy('watch.expiresAt')
          .orderBy('__name__')
          .limit(limit);
        const expiresAt = after && 'watch' in after && after.watch?.expiresAt;
        return readMailboxes(
          await (after && expiresAt ? ending.startAfter(expiresAt, after.mailboxId) : ending).get(),
          log,
        );
      }),

    unwatchedMailboxes: ({ limit, after }) =>
      translating('unwatchedMailboxes', async () => {
        const unwatched = syncing(db).where('watch', '==', null).orderBy('__name__').limit(limit);
        return readMailboxes(await (after ? unwatched.startAfter(after.mailboxId) : unwatched).get(), log);
      }),

    liveMailboxes: ({ limit, after }) =>
      translating('liveMailboxes', async () => {
        const live = paths.mailboxes(db).where('status', '==', 'live').orderBy('__name__').limit(limit);
        return readMailboxes(await (after ? live.startAfter(after.mailboxId) : live).get(), log);
      }),

    leavingMailboxes: ({ limit, after }) =>
      translating('leavingMailboxes', async () => {
        const leaving = paths
          .mailboxes(db)
          .where('leaving.deleteData', 'in', [true, false])
          .orderBy('__name__')
          .limit(limit);
        return readMailboxes(await (after ? leaving.startAfter(after.mailboxId) : leaving).get(), log);
      }),
  };
}

const syncing = (db: Firestore) => paths.mailboxes(db).where('status', 'in', ['backfilling', 'live']);
