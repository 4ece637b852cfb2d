import type { Firestore, QuerySnapshot } from '@google-cloud/firestore';
import type { Log } from '../../domain/logEvents.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import type { OverviewStore } from '../../ports.ts';
import { mailboxConverter } from './converters/mailbox.ts';
import { locationConverter } from './converters/tenancy.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

export function firestoreOverviewStore(db: Firestore, log: Log): OverviewStore {
  return {
    mailboxesOf: (uid) =>
      translating('mailboxesOf', async () =>
        mailboxes(await paths.mailboxes(db).where('uid', '==', uid).get(), log),
      ),

    locations: (ids) =>
      translating('locations', async () => {
        if (ids.length === 0) return [];
        const snapshots = await db.getAll(...ids.map((id) => paths.location(db, id)));
        return snapshots.flatMap((snapshot) => locationConverter.read(snapshot) ?? []);
      }),

    quietMailboxes: ({ before, limit, after }) =>
      translating('quietMailboxes', async () => {
        const quiet = paths
          .mailboxes(db)
          .where('status', 'in', ['connecting', 'backfilling', 'live'])
          .where('lastRunAt', '<', before)
          .orderBy('lastRunAt')
          .orderBy('__name__')
          .limit(limit);
        return mailboxes(
          await (after ? quiet.startAfter(after.lastRunAt, after.mailboxId) : quiet).get(),
          log,
        );
      }),

    leavingMailboxes: ({ limit, after }) =>
      translating('leavingMailboxes', async () => {
        const leaving = paths
          .mailboxes(db)
          .where('leaving.deleteData', 'in', [true, false])
          .orderBy('__name__')
          .limit(limit);
        return mailboxes(await (after ? leaving.startAfter(after.mailboxId) : leaving).get(), log);
      }),
  };
}

function mailboxes(found: QuerySnapshot, log: Log): readonly Mailbox[] {
  return found.docs.flatMap((snapshot) => {
    try {
      return mailboxConverter.read(snapshot) ?? [];
    } catch (error) {
      log.event('documentUnreadable', { mailboxId: snapshot.id, error });
      return [];
    }
  });
}
