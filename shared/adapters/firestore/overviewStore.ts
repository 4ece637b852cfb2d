import type { Firestore } from '@google-cloud/firestore';
import type { Log } from '../../domain/logEvents.ts';
import type { OverviewStore } from '../../ports/stores/overviewStore.ts';
import { locationConverter } from './converters/tenancy.ts';
import { translating } from './errors.ts';
import { listPage } from './listPage.ts';
import { paths } from './paths.ts';
import { readLocations } from './readLocations.ts';
import { readMailboxes } from './readMailboxes.ts';
import { unlessUnreadable } from './unlessUnreadable.ts';

export function firestoreOverviewStore(db: Firestore, log: Log): OverviewStore {
  const mailboxes = (found: Parameters<typeof readMailboxes>[0]) => readMailboxes(found, log);
  return {
    mailboxesOf: (uid) =>
      translating('mailboxesOf', async () =>
        mailboxes(await paths.mailboxes(db).where('uid', '==', uid).get()),
      ),

    locations: (ids) =>
      translating('locations', () => readLocations(db, ids, unlessUnreadable(locationConverter.read, log))),

    quietMailboxes: ({ before, ...page }) =>
      translating('quietMailboxes', () =>
        listPage(
          paths
            .mailboxes(db)
            .where('status', 'in', ['connecting', 'backfilling', 'live'])
            .where('lastRunAt', '<', before),
          { ...page, by: 'lastRunAt' },
          mailboxes,
        ),
      ),

    watchesEnding: ({ before, ...page }) =>
      translating('watchesEnding', () =>
        listPage(
          syncing(db).where('watch.expiresAt', '<', before),
          { ...page, by: 'watch.expiresAt' },
          mailboxes,
        ),
      ),

    unwatchedMailboxes: (page) =>
      translating('unwatchedMailboxes', () =>
        listPage(syncing(db).where('watch', '==', null), page, mailboxes),
      ),

    liveMailboxes: (page) =>
      translating('liveMailboxes', () =>
        listPage(paths.mailboxes(db).where('status', '==', 'live'), page, mailboxes),
      ),

    leavingMailboxes: (page) =>
      translating('leavingMailboxes', () =>
        listPage(paths.mailboxes(db).where('leaving.deleteData', 'in', [true, false]), page, mailboxes),
      ),
  };
}

const syncing = (db: Firestore) => paths.mailboxes(db).where('status', 'in', ['backfilling', 'live']);
