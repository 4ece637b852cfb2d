import { FieldValue, type Firestore } from '@google-cloud/firestore';
import { sameExclusions } from '../../domain/exclusion.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { DirectoryStore, LocationDecision } from '../../ports/stores/directoryStore.ts';
import { runConverter } from './converters/run.ts';
import { agentConverter, locationConverter } from './converters/tenancy.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';
import { readMailboxes } from './readMailboxes.ts';

export function firestoreDirectoryStore(db: Firestore, log: Log): DirectoryStore {
  return {
    listLocations: () =>
      translating('listLocations', async () => {
        const { docs } = await paths.locations(db).get();
        return docs.flatMap((snapshot) => locationConverter.read(snapshot) ?? []);
      }),

    addLocation: (id, settings) =>
      translating('addLocation', async () => {
        const ref = paths.location(db, id);
        return await db.runTransaction(async (tx) => {
          if ((await tx.get(ref)).exists) return false;
          tx.create(ref, { ...settings });
          return true;
        });
      }),

    setLocation: (id, { ghl, excludedBefore, ...settings }) =>
      translating('setLocation', () =>
        db.runTransaction(async (tx): Promise<LocationDecision> => {
          const ref = paths.location(db, id);
          const location = locationConverter.read(await tx.get(ref));
          if (!location) return { outcome: 'unknown' };
          if (ghl && !location.ghl) return { outcome: 'notLinked' };
          if (excludedBefore && !sameExclusions(excludedBefore, location.excluded))
            return { outcome: 'changedMeanwhile' };
          const ofLink = Object.entries(ghl ?? {}).map(([name, value]) => [`ghl.${name}`, value]);
          // The CRM keeps more in the document.
          const fields = { ...settings, ...Object.fromEntries(ofLink) };
          if (Object.keys(fields).length > 0) tx.update(ref, fields);
          const link = location.ghl && { ...location.ghl, ...ghl };
          return { outcome: 'saved', location: { ...location, ...settings, ghl: link } };
        }),
      ),

    addExclusions: (id, added) =>
      translating('addExclusions', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.location(db, id);
          const location = locationConverter.read(await tx.get(ref));
          if (!location) return false;
          tx.update(ref, { excluded: [...new Set([...location.excluded, ...added])] });
          return true;
        }),
      ),

    listAgents: (id) =>
      translating('listAgents', async () => {
        const all = paths.users(db);
        const { docs } = await (id ? all.where('locationIds', 'array-contains', id) : all).get();
        return docs.flatMap((snapshot) => agentConverter.read(snapshot) ?? []);
      }),

    addAgent: (uid, { locationId, email }) =>
      translating('addAgent', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.user(db, uid);
          const [user, location] = await tx.getAll(ref, paths.location(db, locationId));
          if (!user || !location?.exists) return 'unknownLocation';
          const agent = agentConverter.read(user);
          const isAlready = agent?.locationIds.includes(locationId) ?? false;
          const told = email ?? (agent ? undefined : '');
          tx.set(
            ref,
            {
              locationIds: FieldValue.arrayUnion(locationId),
              ...(told !== undefined && { email: told }),
            },
            { merge: true },
          );
          return isAlready ? 'already' : 'added';
        }),
      ),

    removeAgent: (uid, from) =>
      translating('removeAgent', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.user(db, uid);
          const agent = agentConverter.read(await tx.get(ref));
          if (!agent?.locationIds.includes(from)) return false;
          tx.update(ref, { locationIds: FieldValue.arrayRemove(from) });
          return true;
        }),
      ),

    listMailboxes: (status) =>
      translating('listMailboxes', async () => {
        const all = paths.mailboxes(db);
        return readMailboxes(await (status ? all.where('status', '==', status) : all).get(), log);
      }),

    lastRuns: (id, limit) =>
      translating('lastRuns', async () => {
        const { docs } = await paths.runs(db, id).orderBy('finishedAt', 'desc').limit(limit).get();
        return docs.flatMap((snapshot) => runConverter.read(snapshot) ?? []);
      }),
  };
}
