import type { Firestore, QuerySnapshot } from '@google-cloud/firestore';
import type { Mailbox } from '../../domain/mailbox.ts';
import type { OverviewStore } from '../../ports.ts';
import { mailboxConverter } from './converters/mailbox.ts';
import { locationConverter } from './converters/tenancy.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

export function firestoreOverviewStore(db: Firestore): OverviewStore {
  return {
    mailboxesOf: (uid) =>
      translating('mailboxesOf', async () =>
        mailboxes(await paths.mailboxes(db).where('uid', '==', uid).get()),
      ),

    locations: (ids) =>
      translating('locations', async () => {
        if (ids.length === 0) return [];
        const snapshots = await db.getAll(...ids.map((id) => paths.location(db, id)));
        return snapshots.flatMap((snapshot) => locationConverter.read(snapshot) ?? []);
      }),

    dueMailboxes: ({ before, limit, after }) =>
      translating('dueMailboxes', async () => {
        const due = paths
          .mailboxes(db)
          .where('status', '==', 'live')
          .where('lastSyncAt', '<', before)
          .orderBy('lastSyncAt')
          .orderBy('__name__')
          .limit(limit);
        return mailboxes(await (after ? due.startAfter(after.lastSyncAt, after.mailboxId) : due).get());
      }),
  };
}

function mailboxes(found: QuerySnapshot): readonly Mailbox[] {
  return found.docs.flatMap((snapshot) => mailboxConverter.read(snapshot) ?? []);
}
