import type { Firestore } from '@google-cloud/firestore';
import { connect } from '../../domain/connection.ts';
import type { ConnectionStore } from '../../ports/stores/connectionStore.ts';
import { grantConverter, pendingConverter } from './converters/connection.ts';
import { mailboxConverter } from './converters/mailbox.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

export function firestoreConnectionStore(db: Firestore): ConnectionStore {
  return {
    savePending: (pending) =>
      translating('savePending', async () => {
        await paths.oauthState(db, pending.stateHash).create(pendingConverter.write(pending));
      }),

    takePending: (stateHash) =>
      translating('takePending', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.oauthState(db, stateHash);
          const pending = pendingConverter.read(await tx.get(ref));
          if (pending) tx.delete(ref);
          return pending;
        }),
      ),

    connect: (to, grant) =>
      translating('connect', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.mailbox(db, to.mailboxId);
          const decision = connect(mailboxConverter.read(await tx.get(ref)), to);
          if (decision.outcome !== 'connected') return decision;
          const { mailboxId, grantVersion } = decision.mailbox;
          tx.set(ref, mailboxConverter.write(decision.mailbox));
          tx.set(
            paths.credential(db, mailboxId),
            grantConverter.write({ ...grant, mailboxId, grantVersion, grantedAt: to.now }),
          );
          return decision;
        }),
      ),

    readGrant: (mailboxId) =>
      translating('readGrant', async () => grantConverter.read(await paths.credential(db, mailboxId).get())),
  };
}
