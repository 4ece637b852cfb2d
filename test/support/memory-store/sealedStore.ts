import { createHash } from 'node:crypto';
import { LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import type { SealedRecord, SealedStore } from '../../../shared/ports/keyring.ts';
import type { Seen } from '../../../shared/ports/stores/seen.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

const GHL = 'ghl:';

/** Grants and what opens GHL, in the order of their documents' ids in Firestore, where they are in one collection. */
export function memorySealedStore(tables: Tables, atomically: Atomically): SealedStore {
  return {
    sealedRecords: ({ limit, after }) =>
      atomically('sealedRecords', () => {
        const items = idsOf(tables)
          .filter((id) => after === undefined || after < id)
          .slice(0, limit)
          .flatMap((id) => recordOf(tables, id) ?? []);
        return { items, next: items.length < limit ? null : (items.at(-1)?.document.recordId ?? null) };
      }),

    replaceSeal: ({ document: { recordId }, version }, { sealed, at }) =>
      atomically('replaceSeal', () => {
        const stored = recordOf(tables, recordId);
        if (stored?.version !== version) return stored?.document.sealed === sealed;
        const grant = tables.grants.get(MailboxId(recordId));
        if (grant) tables.grants.set(grant.mailboxId, { ...grant, sealed });
        const credential = tables.ghlCredentials.get(locationOf(recordId));
        if (credential) tables.ghlCredentials.set(credential.locationId, { ...credential, sealed });
        tables.resealed.set(recordId, { sealed, at });
        return true;
      }),
  };
}

const locationOf = (recordId: string): LocationId =>
  LocationId(recordId.startsWith(GHL) ? recordId.slice(GHL.length) : '');

function idsOf(tables: Tables): readonly string[] {
  const ofGmail = tables.grants.where(() => true).map(({ mailboxId }): string => mailboxId);
  const ofGhl = tables.ghlCredentials.where(() => true).map(({ locationId }) => `${GHL}${locationId}`);
  return [...ofGmail, ...ofGhl].sort();
}

/** Whoever stores another seal, stores it without saying when rotation did so. */
function recordOf(tables: Tables, recordId: string): Seen<SealedRecord> | undefined {
  const location = locationOf(recordId);
  const stored = location ? tables.ghlCredentials.get(location) : tables.grants.get(MailboxId(recordId));
  if (!stored) return undefined;
  const resealed = tables.resealed.get(recordId);
  const resealedAt = resealed?.sealed === stored.sealed ? resealed.at : null;
  return {
    document: {
      recordId,
      binding: location ? { purpose: 'ghl', owner: location } : { purpose: 'gmail', owner: recordId },
      sealed: stored.sealed,
      resealedAt,
    },
    version: createHash('sha256')
      .update(JSON.stringify([stored, resealedAt]))
      .digest('hex'),
  };
}
