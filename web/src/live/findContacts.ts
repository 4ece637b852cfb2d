import { collection, limit, query, where } from 'firebase/firestore';
import { matchesSearch, searchTermsOf } from '../../../shared/domain/contacts/searchTerms.ts';
import { firebase } from '../firebase/connect.ts';
import { type Contact, readContact, titleOf } from '../model/contact.ts';
import { type Conversation, readConversation } from '../model/conversation.ts';
import { chunksOf } from './chunks.ts';
import { listenToAll } from './listenToAll.ts';
import { failed, ready } from './live.ts';
import type { Listen } from './useLive.ts';

/** A contact that a search has found. */
export interface FoundContact {
  readonly contact: Contact;
  /** Null where there is no mail with them yet. */
  readonly conversation: Conversation | null;
}

export interface FoundContacts {
  /** Those with the latest mail first; those without any last, by name. */
  readonly found: readonly FoundContact[];
  /** Whether there may be more. */
  readonly isCut: boolean;
}

const MOST = 50;

/** The contacts that are meant by what is typed; and each time that these are others, the conversations with them. */
export const findContacts =
  (typed: string, locationIds: readonly string[]): Listen<FoundContacts> =>
  (tell) => {
    let contacts: readonly Contact[] = [];
    let isCut = false;
    let conversations: readonly Conversation[] | undefined;
    let asked: string | undefined;
    let endConversations = () => {};
    const fail = (error: Parameters<typeof failed>[0]) => tell(failed(error));
    const show = () => {
      if (conversations) tell(ready({ found: inOrder(contacts, conversations), isCut }));
    };
    const endContacts = listenToAll(
      searchTermsOf(typed).flatMap((term) => chunksOf(locationIds).map((some) => contactsWith(term, some))),
      readContact,
      (answers) => {
        ({ contacts, isCut } = meantOf(answers, typed));
        const ids = contacts.map(({ contactId }) => contactId).join(' ');
        if (ids === asked) return show();
        asked = ids;
        conversations = undefined;
        endConversations();
        endConversations = listenToAll(
          conversationsWith(contacts),
          readConversation,
          (now) => {
            conversations = now.flat();
            show();
          },
          fail,
        );
      },
      fail,
    );
    return () => {
      endContacts();
      endConversations();
    };
  };

function meantOf(answers: readonly (readonly Contact[])[], typed: string) {
  const each = new Map(answers.flat().map((contact) => [contact.contactId, contact]));
  const meant = [...each.values()].filter((contact) => matchesSearch(contact, typed));
  const isCut = meant.length > MOST || answers.some(({ length }) => length === MOST);
  return { contacts: meant.slice(0, MOST), isCut };
}

const contactsWith = (term: string, locationIds: readonly string[]) =>
  query(
    collection(firebase().db, 'contacts'),
    where('locationId', 'in', locationIds),
    where('searchTerms', 'array-contains', term),
    limit(MOST),
  );

const conversationsWith = (contacts: readonly Contact[]) =>
  [...Map.groupBy(contacts, ({ locationId }) => locationId)].flatMap(([locationId, of]) =>
    chunksOf(of.map(({ contactId }) => contactId)).map((contactIds) =>
      query(
        collection(firebase().db, 'conversations'),
        where('locationId', '==', locationId),
        where('contactId', 'in', contactIds),
      ),
    ),
  );

function inOrder(
  contacts: readonly Contact[],
  conversations: readonly Conversation[],
): readonly FoundContact[] {
  const withContact = new Map(conversations.map((conversation) => [conversation.contactId, conversation]));
  const latest = ({ conversation }: FoundContact) => conversation?.lastMessage?.sentAt.getTime() ?? 0;
  return contacts
    .map((contact) => ({ contact, conversation: withContact.get(contact.contactId) ?? null }))
    .sort((a, b) => latest(b) - latest(a) || titleOf(a.contact).localeCompare(titleOf(b.contact)));
}
