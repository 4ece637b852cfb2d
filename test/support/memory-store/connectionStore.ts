import { type ConnectDecision, connect } from '../../../shared/domain/connection.ts';
import { SyncError } from '../../../shared/domain/syncError.ts';
import type { ConnectionStore } from '../../../shared/ports/stores/connectionStore.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

export function memoryConnectionStore(tables: Tables, atomically: Atomically): ConnectionStore {
  return {
    savePending: (pending) =>
      atomically('savePending', () => {
        // What Firestore's refusal to create a document twice is translated to.
        if (tables.pending.has(pending.stateHash)) throw new SyncError('ledgerMoved', 'memory.savePending');
        tables.pending.set(pending.stateHash, pending);
      }),

    takePending: (stateHash) =>
      atomically('takePending', () => {
        const pending = tables.pending.get(stateHash);
        tables.pending.delete(stateHash);
        return pending;
      }),

    connect: (to, { sealed, scopes }) =>
      atomically('connect', (): ConnectDecision => {
        const decision = connect(tables.mailboxes.get(to.mailboxId), to);
        if (decision.outcome !== 'connected') return decision;
        const { mailboxId, grantVersion } = decision.mailbox;
        const grant = { mailboxId, grantVersion, sealed, scopes, grantedAt: to.now };
        const writes = [
          tables.mailboxes.prepared(mailboxId, decision.mailbox),
          tables.grants.prepared(mailboxId, grant),
        ];
        for (const write of writes) write();
        return decision;
      }),

    readGrant: (mailboxId) => atomically('readGrant', () => tables.grants.get(mailboxId)),
  };
}
