import { linkStatusOf } from '../../../shared/domain/ghlCredential.ts';
import { decideLink } from '../../../shared/domain/ghlLink.ts';
import { SyncError } from '../../../shared/domain/syncError.ts';
import type { GhlLinkStore } from '../../../shared/ports/ghl.ts';

import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

export function memoryGhlLinkStore(tables: Tables, atomically: Atomically): GhlLinkStore {
  return {
    savePendingLink: (pending) =>
      atomically('savePendingLink', () => {
        // What Firestore's refusal to create a document twice is translated to.
        if (tables.pendingLinks.has(pending.stateHash))
          throw new SyncError('ledgerMoved', 'memory.savePendingLink');
        tables.pendingLinks.set(pending.stateHash, pending);
      }),

    takePendingLink: (stateHash) =>
      atomically('takePendingLink', () => {
        const pending = tables.pendingLinks.get(stateHash);
        tables.pendingLinks.delete(stateHash);
        return pending;
      }),

    readGhlLink: (id) =>
      atomically('readGhlLink', () => ({
        link: tables.locations.get(id)?.ghl ?? null,
        credential: tables.ghlCredentials.get(id),
      })),

    readCredential: (id) => atomically('readCredential', () => tables.ghlCredentials.get(id)),

    linkLocation: (wanted, credential) =>
      atomically('linkLocation', () => {
        const { locationId } = credential;
        const location = tables.locations.get(locationId);
        if (!location) return undefined;
        const decision = decideLink(location, wanted);
        if (decision.outcome !== 'linked') return decision;
        const writes = [
          tables.locations.prepared(locationId, { ...location, ghl: decision.link }),
          tables.ghlCredentials.prepared(locationId, credential),
        ];
        for (const write of writes) write();
        return decision;
      }),

    unlinkLocation: (id) =>
      atomically('unlinkLocation', () => {
        const location = tables.locations.get(id);
        const wasLinked = Boolean(location?.ghl) || tables.ghlCredentials.has(id);
        const unlinkedFrom = location?.ghl?.ghlLocationId ?? location?.unlinkedFrom ?? null;
        if (location) tables.locations.set(id, { ...location, ghl: null, unlinkedFrom });
        tables.ghlCredentials.delete(id);
        return wasLinked;
      }),

    changeCredential: (id, change) =>
      atomically('changeCredential', () => {
        const before = tables.ghlCredentials.get(id);
        const after = before && change(before);
        if (!after || after === before) return after;
        const location = tables.locations.get(id);
        if (location?.ghl && linkStatusOf(before) !== linkStatusOf(after)) {
          tables.locations.set(id, { ...location, ghl: { ...location.ghl, status: linkStatusOf(after) } });
        }
        tables.ghlCredentials.set(id, after);
        return after;
      }),
  };
}
