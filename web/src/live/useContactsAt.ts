import { collection, limit, query, where } from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import { currentAgent } from '../firebase/session.ts';
import { type Contact, readContact } from '../model/contact.ts';
import { listenToAll } from './listenToAll.ts';
import { failed, type Live, ready } from './live.ts';
import { useLive } from './useLive.ts';

/** More than one query may name. */
const MOST = 10;

/** Who has one of these addresses, in any of the agent's locations. */
export function useContactsAt(addresses: readonly string[]): Live<readonly Contact[]> {
  const { locationIds } = currentAgent();
  const asked = addresses.slice(0, MOST);
  return useLive(`contacts at ${asked.join(' ')}`, (tell) => {
    if (asked.length === 0) {
      tell(ready([]));
      return () => {};
    }
    const queries = locationIds.map((locationId) =>
      query(
        collection(firebase().db, 'contacts'),
        where('locationId', '==', locationId),
        where('emails', 'array-contains-any', asked),
        limit(MOST),
      ),
    );
    return listenToAll(
      queries,
      readContact,
      (answers) => tell(ready(answers.flat())),
      (error) => tell(failed(error)),
    );
  });
}
