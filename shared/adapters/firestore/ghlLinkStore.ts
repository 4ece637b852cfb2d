import type { Firestore, Transaction } from '@google-cloud/firestore';
import { type GhlCredential, linkStatusOf } from '../../domain/ghlCredential.ts';
import { decideLink } from '../../domain/ghlLink.ts';
import type { LocationId } from '../../domain/ids.ts';
import type { GhlLinkStore } from '../../ports/ghl.ts';

import { ghlCredentialConverter, pendingGhlLinkConverter } from './converters/ghlLink.ts';
import { locationConverter } from './converters/tenancy.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

export function firestoreGhlLinkStore(db: Firestore): GhlLinkStore {
  return {
    savePendingLink: (pending) =>
      translating('savePendingLink', async () => {
        await paths.ghlState(db, pending.stateHash).create(pendingGhlLinkConverter.write(pending));
      }),

    takePendingLink: (stateHash) =>
      translating('takePendingLink', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.ghlState(db, stateHash);
          const pending = pendingGhlLinkConverter.read(await tx.get(ref));
          if (pending) tx.delete(ref);
          return pending;
        }),
      ),

    readGhlLink: (id) =>
      translating('readGhlLink', async () => {
        const [location, credential] = await db.getAll(paths.location(db, id), paths.ghlCredential(db, id));
        return {
          link: (location && locationConverter.read(location)?.ghl) ?? null,
          credential: credential && ghlCredentialConverter.read(credential),
        };
      }),

    readCredential: (id) =>
      translating('readCredential', async () =>
        ghlCredentialConverter.read(await paths.ghlCredential(db, id).get()),
      ),

    linkLocation: (wanted, credential) =>
      translating('linkLocation', () =>
        db.runTransaction(async (tx) => {
          const { locationId } = credential;
          const ref = paths.location(db, locationId);
          const location = locationConverter.read(await tx.get(ref));
          const decision = location && decideLink(location, wanted);
          if (decision?.outcome !== 'linked') return decision;
          // The CRM keeps more in the document.
          tx.update(ref, { ghl: { ...decision.link } });
          tx.set(paths.ghlCredential(db, locationId), ghlCredentialConverter.write(credential));
          return decision;
        }),
      ),

    unlinkLocation: (id) =>
      translating('unlinkLocation', () => db.runTransaction((tx) => unlink(db, tx, id))),

    changeCredential: (id, change) =>
      translating('changeCredential', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.ghlCredential(db, id);
          const before = ghlCredentialConverter.read(await tx.get(ref));
          const after = before && change(before);
          if (!after || after === before) return after;
          await tellLocation(db, tx, { before, after });
          tx.set(ref, ghlCredentialConverter.write(after));
          return after;
        }),
      ),
  };
}

async function unlink(db: Firestore, tx: Transaction, id: LocationId): Promise<boolean> {
  const [location, credential] = [paths.location(db, id), paths.ghlCredential(db, id)];
  const [found, sealed] = await tx.getAll(location, credential);
  const linked = Boolean(found?.get('ghl'));
  const before = found && locationConverter.read(found)?.ghl;
  if (linked) tx.update(location, { ghl: null, ...(before && { unlinkedFrom: before.ghlLocationId }) });
  if (sealed?.exists) tx.delete(credential);
  return linked || Boolean(sealed?.exists);
}

/** A link that ends, or comes back, is shown as such; one that somebody has removed does not come back. */
async function tellLocation(
  db: Firestore,
  tx: Transaction,
  { before, after }: { before: GhlCredential; after: GhlCredential },
): Promise<void> {
  if (linkStatusOf(before) === linkStatusOf(after)) return;
  const ref = paths.location(db, after.locationId);
  if ((await tx.get(ref)).get('ghl')) tx.update(ref, { 'ghl.status': linkStatusOf(after) });
}
