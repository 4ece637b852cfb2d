import type { Firestore } from '@google-cloud/firestore';
import type { LocationId } from '../../domain/ids.ts';
import { type ChangeRelay, type Relay, type RelayDecision, takeRelay } from '../../domain/outbox/relay.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { RelayStore } from '../../ports/stores/relayStore.ts';
import { recipient, relayConverter } from './converters/relay.ts';
import { locationConverter } from './converters/tenancy.ts';
import { isAlreadyThere, isFailedPrecondition, translating } from './errors.ts';
import { paths } from './paths.ts';
import { updateVersion, versionOf } from './versions.ts';

/** Each lost race means that another run got on; a location has few of them at a time. */
const ATTEMPTS = 20;

export function firestoreRelayStore(db: Firestore): RelayStore {
  return {
    takeRelay: (request) =>
      translating('takeRelay', () =>
        compareAndSet(db, request.locationId, (relay): RelayDecision => takeRelay(relay, request)),
      ),

    changeRelay: ({ locationId, holder }, change) =>
      translating('changeRelay', async () => {
        const { relay } = await compareAndSet(db, locationId, changing(holder, change));
        return relay;
      }),

    linkOf: (id) =>
      translating('linkOf', async () => {
        const snapshot = await paths.location(db, id).get();
        const link = locationConverter.read(snapshot)?.ghl;
        return link ? { document: link, version: versionOf(snapshot) } : undefined;
      }),

    revokeLink: (id, { version }) =>
      translating('revokeLink', async () => {
        const revoked = { 'ghl.status': 'revoked' };
        return (await updateVersion(paths.location(db, id), revoked, version)) !== undefined;
      }),

    readRecipient: (id) =>
      translating('readRecipient', async () => {
        const snapshot = await paths.contact(db, id).get();
        return snapshot.exists ? recipient.parse(snapshot.data()) : undefined;
      }),

    rememberRecipient: (id, place) =>
      translating('rememberRecipient', async () => {
        try {
          await paths.contact(db, id).update({ ...place });
        } catch (error) {
          if (!isFailedPrecondition(error)) throw error;
        }
      }),
  };
}

const changing =
  (holder: string, change: ChangeRelay) =>
  (relay: Relay | undefined): { relay?: Relay } =>
    relay?.holder === holder ? { relay: change(relay) } : {};

/** As for the lease of a mailbox: nobody waits for a lock, and whoever loses the race decides again. */
async function compareAndSet<Decision extends { readonly relay?: Relay } | { readonly outcome: 'paused' }>(
  db: Firestore,
  locationId: LocationId,
  decide: (relay: Relay | undefined) => Decision,
): Promise<Decision> {
  const ref = paths.relay(db, locationId);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const snapshot = await ref.get();
    const before = relayConverter.read(snapshot);
    const decision = decide(before);
    const after = 'relay' in decision ? decision.relay : undefined;
    if (!after || after === before) return decision;
    const document = relayConverter.write(after);
    if (
      before
        ? await updateVersion(ref, document, versionOf(snapshot))
        : await isCreated(() => ref.create(document))
    )
      return decision;
  }
  throw new SyncError('contention', 'firestore.relay');
}

async function isCreated(create: () => Promise<unknown>): Promise<boolean> {
  try {
    await create();
    return true;
  } catch (error) {
    if (isAlreadyThere(error)) return false;
    throw error;
  }
}
