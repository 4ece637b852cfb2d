import type { Firestore } from '@google-cloud/firestore';
import { mailboxConverter } from '../../../shared/adapters/firestore/converters/mailbox.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import type { AgentId } from '../../../shared/domain/ids.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';

/** Tells of each mailbox of the agent as it is now, and whenever its status changes. */
export function observeMailboxes(
  db: Firestore,
  uid: AgentId,
  tell: (mailbox: Mailbox) => void,
  fail: (error: Error) => void,
): () => void {
  const statuses = new Map<string, string>();
  return paths
    .mailboxes(db)
    .where('uid', '==', uid)
    .onSnapshot((snapshot) => {
      for (const doc of snapshot.docs) {
        const mailbox = mailboxConverter.read(doc);
        if (!mailbox || statuses.get(doc.id) === mailbox.status) continue;
        statuses.set(doc.id, mailbox.status);
        tell(mailbox);
      }
    }, fail);
}
