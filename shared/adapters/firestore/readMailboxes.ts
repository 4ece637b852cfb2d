import type { QuerySnapshot } from '@google-cloud/firestore';
import type { Log } from '../../domain/logEvents.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import { mailboxConverter } from './converters/mailbox.ts';

/** One that cannot be read is left out and logged: the others must not suffer from it. */
export function readMailboxes(found: QuerySnapshot, log: Log): readonly Mailbox[] {
  return found.docs.flatMap((snapshot) => {
    try {
      return mailboxConverter.read(snapshot) ?? [];
    } catch (error) {
      log.event('documentUnreadable', { mailboxId: snapshot.id, error });
      return [];
    }
  });
}
