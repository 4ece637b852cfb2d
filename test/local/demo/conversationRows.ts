import type { Firestore } from '@google-cloud/firestore';
import { Store } from '../../support/store.ts';
import type { Office } from './tenancy.ts';

const NAME_WIDTH = 20;

/** `Ann Archer           5 mails, 2 unread`, one a contact, as Firestore has them. */
export async function conversationRows(
  db: Firestore,
  { locationId, names }: Pick<Office, 'locationId' | 'names'>,
): Promise<[string, string][]> {
  const conversations = await new Store(db).conversations(locationId);
  const told = conversations
    .toSorted((a, b) => b.messageCount - a.messageCount)
    .map(({ contactId, messageCount, unreadCount }) => {
      const unread = unreadCount > 0 ? `, ${unreadCount} unread` : '';
      return `${(names.get(contactId) ?? contactId).padEnd(NAME_WIDTH)} ${messageCount} ${messageCount === 1 ? 'mail' : 'mails'}${unread}`;
    });
  return (told.length > 0 ? told : ['none']).map((row, index) => [index === 0 ? 'Conversations' : '', row]);
}
