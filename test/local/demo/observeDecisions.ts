import type { Firestore, Query, QueryDocumentSnapshot, Timestamp } from '@google-cloud/firestore';
import { ledgerConverter } from '../../../shared/adapters/firestore/converters/ledger.ts';
import { messageConverter } from '../../../shared/adapters/firestore/converters/message.ts';
import type { LocationId } from '../../../shared/domain/ids.ts';
import type { SkipReason } from '../../../shared/domain/ledger.ts';
import type { Message } from '../../../shared/domain/message.ts';

/** What became of one Gmail message, as Firestore has it. */
export interface Decision {
  readonly gmailId: string;
  /** When Firestore committed it; epoch milliseconds. */
  readonly at: number;
  readonly outcome:
    | { readonly kind: 'stored'; readonly message: Message }
    | { readonly kind: 'changed'; readonly message: Message }
    | { readonly kind: 'skipped'; readonly reason: SkipReason };
}

/** Tells of every message that is stored, changed or skipped from now on. Resolves once it listens. */
export async function observeDecisions(
  db: Firestore,
  locationId: LocationId,
  tell: (decision: Decision) => void,
): Promise<() => void> {
  const messages = db.collection('messages').where('locationId', '==', locationId);
  const skips = db.collectionGroup('ledger').where('state', '==', 'skipped');
  const ends = await Promise.all([
    listen(messages, (doc, kind) => {
      const message = messageConverter.read(doc);
      const at = milliseconds(kind === 'stored' ? doc.createTime : doc.updateTime);
      for (const { gmailId } of Object.values(message?.copies ?? {})) {
        if (message) tell({ gmailId, at, outcome: { kind, message } });
      }
    }),
    listen(skips, (doc) => {
      const entry = ledgerConverter.read(doc);
      if (entry?.state !== 'skipped') return;
      tell({
        gmailId: doc.id,
        at: milliseconds(doc.updateTime),
        outcome: { kind: 'skipped', reason: entry.reason },
      });
    }),
  ]);
  return () => {
    for (const end of ends) end();
  };
}

/** What is there already, which is the first snapshot, is no news. */
function listen(
  query: Query,
  tell: (doc: QueryDocumentSnapshot, kind: 'stored' | 'changed') => void,
): Promise<() => void> {
  return new Promise((resolve, reject) => {
    let listening = false;
    const end = query.onSnapshot((snapshot) => {
      if (listening) {
        for (const { type, doc } of snapshot.docChanges()) {
          if (type !== 'removed') tell(doc, type === 'added' ? 'stored' : 'changed');
        }
      }
      listening = true;
      resolve(end);
    }, reject);
  });
}

const milliseconds = ({ seconds, nanoseconds }: Timestamp): number => seconds * 1000 + nanoseconds / 1e6;
