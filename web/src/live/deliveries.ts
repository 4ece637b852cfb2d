import { collection, limit, orderBy, query, where } from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import type { Conversation } from '../model/conversation.ts';
import { type Delivery, readDelivery } from '../model/delivery.ts';
import { listenToQuery } from './listen.ts';
import type { Live } from './live.ts';
import { useLive } from './useLive.ts';

/** Grows in steps, so that a page more does not read all of the ones before anew each time. */
const FIRST = 60;
const stepFor = (messages: number): number =>
  FIRST * 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(messages, 1) / FIRST)));

/** What became of a contact's newest mails on their way to GHL, live; not asked for where `isLinked` is false. */
export function useDeliveries(
  { locationId, contactId }: Pick<Conversation, 'locationId' | 'contactId'>,
  { isLinked, messages }: { readonly isLinked: boolean; readonly messages: number },
): Live<readonly Delivery[]> {
  const most = stepFor(messages);
  const key = isLinked ? `deliveries of ${contactId} in ${locationId}, ${most}` : null;
  return useLive(key, (tell) =>
    listenToQuery(
      query(
        collection(firebase().db, 'outbox'),
        where('locationId', '==', locationId),
        where('contactId', '==', contactId),
        orderBy('sentAt', 'desc'),
        limit(most),
      ),
      (_, document) => readDelivery(document),
    )(tell),
  );
}
