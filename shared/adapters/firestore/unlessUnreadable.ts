import type { DocumentSnapshot } from '@google-cloud/firestore';
import type { Log } from '../../domain/logEvents.ts';

/** One that cannot be read is logged, and counts as absent: the others must not suffer from it. */
export const unlessUnreadable =
  <T>(read: (snapshot: DocumentSnapshot) => T | undefined, log: Log) =>
  (snapshot: DocumentSnapshot): T | undefined => {
    try {
      return read(snapshot);
    } catch (error) {
      log.event('documentUnreadable', { error });
      return undefined;
    }
  };
