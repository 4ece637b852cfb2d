import fc from 'fast-check';
import {
  ContactId,
  ConversationId,
  LocationId,
  type MailboxId,
  MessageId,
} from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';
import { aContact } from '../builders.ts';
import type { MemoryStore } from '../memory-store/memoryStore.ts';
import { anOldConversation, anOldMessage, idOf } from './oldConversations.ts';

/** What the old system left, as random numbers: each is taken modulo of what there is to choose from. */
export interface Legacy {
  readonly contacts: readonly {
    readonly place: number;
    readonly olds: readonly { readonly day: number; readonly isOdd: boolean }[];
    /** Whether the engine has made the contact's own conversation already. */
    readonly hasOwn: boolean;
  }[];
  readonly mails: readonly {
    readonly contact: number;
    /** Whether somebody else of the location is in it, too. */
    readonly isShared: boolean;
    readonly names: readonly number[];
    readonly isUnread: boolean;
    readonly minute: number;
  }[];
  /** Messages that contradict the conversation that they name. */
  readonly strays: readonly {
    readonly contact: number;
    readonly old: number;
    readonly kind: 'otherLocation' | 'otherContact' | 'odd';
  }[];
}

const some = <T>(arbitrary: fc.Arbitrary<T>, maxLength: number, minLength = 0) =>
  fc.array(arbitrary, { minLength, maxLength });

export const legacies: fc.Arbitrary<Legacy> = fc.record({
  contacts: some(
    fc.record({
      place: fc.nat(1),
      olds: some(fc.record({ day: fc.nat(2_000), isOdd: fc.boolean() }), 3),
      hasOwn: fc.boolean(),
    }),
    4,
    1,
  ),
  mails: some(
    fc.record({
      contact: fc.nat(3),
      isShared: fc.boolean(),
      names: some(fc.nat(3), 3, 1),
      isUnread: fc.boolean(),
      minute: fc.nat(20),
    }),
    8,
  ),
  strays: some(
    fc.record({
      contact: fc.nat(3),
      old: fc.nat(2),
      kind: fc.constantFrom('otherLocation', 'otherContact', 'odd'),
    }),
    1,
  ),
});

const START = Date.parse('2015-01-01T00:00:00Z');
export const LATER = new Date('2026-11-20T10:00:00Z');
const DAY_MS = 24 * 60 * 60_000;

const PLACES = [LocationId('place-0'), LocationId('place-1')] as const;

export interface LegacyContact extends Contact {
  readonly olds: readonly { readonly conversationId: ConversationId; readonly createdAt: Date }[];
}

export interface Stored {
  readonly mailboxId: MailboxId;
  readonly contacts: readonly LegacyContact[];
  readonly mails: readonly Message[];
  readonly strays: readonly Message[];
  /** Old conversations that a stray names: they stay as they are. */
  readonly contradicted: ReadonlySet<ConversationId>;
}

export const isIn = <T>(items: readonly T[], at: number): T | undefined => items[at % items.length];

/** Puts it all into an empty store. */
export async function storeLegacy(store: MemoryStore, legacy: Legacy, mailboxId: MailboxId): Promise<Stored> {
  const contacts = legacy.contacts.map((each, at) => putContact(store, each, at));
  const mails = legacy.mails.map((mail, at) => {
    const { locationId, ids, names } = whoseMail(contacts, mail);
    const id = MessageId.of(locationId, `mail-${at}`, 0);
    const message = anOldMessage(locationId, ids, names, {
      mailboxId,
      fingerprint: `mail-${at}`,
      labels: mail.isUnread ? ['INBOX', 'UNREAD'] : ['INBOX'],
      sentAt: new Date(START + mail.minute * 60_000),
    });
    store.putMessage({ ...message, messageId: id });
    return { ...message, messageId: id };
  });
  const contradicted = new Set<ConversationId>();
  const strays = legacy.strays.flatMap((stray, at) => putStray(store, contacts, stray, at, contradicted));
  for (const { locationId, contactId } of contacts) {
    const ref = { conversationId: idOf({ locationId, contactId }), locationId, contactId };
    await store.checkConversation(ref, { repair: true, now: LATER });
  }
  return { mailboxId, contacts, mails, strays, contradicted };
}

function putContact(store: MemoryStore, { place, olds, hasOwn }: Legacy['contacts'][number], at: number) {
  const locationId = PLACES[place % 2] ?? PLACES[0];
  const contact = aContact({ locationId, contactId: ContactId(`contact-${at}`) });
  store.putContact(contact);
  const put = olds.map(({ day, isOdd }, which) => {
    const conversationId = ConversationId(`old-${at}-${which}`);
    const createdAt = new Date(START + day * DAY_MS);
    const { contactId } = contact;
    if (isOdd) store.putOddConversation(conversationId, { locationId, contactId, createdAt });
    else store.putConversation(anOldConversation(contact, { conversationId, createdAt }));
    return { conversationId, createdAt };
  });
  if (hasOwn) {
    const own = { conversationId: idOf(contact), createdAt: LATER, messageCount: 0 };
    store.putConversation(anOldConversation(contact, own));
  }
  return { ...contact, olds: put };
}

function whoseMail(contacts: readonly LegacyContact[], mail: Legacy['mails'][number]) {
  const first = isIn(contacts, mail.contact);
  if (!first) throw new Error('There is a contact');
  const other = contacts.find((each) => each.locationId === first.locationId && each !== first);
  const with_ = mail.isShared && other ? [first, other] : [first];
  const names = with_.flatMap((contact) => {
    const pool = [...contact.olds.map(({ conversationId }) => conversationId), idOf(contact)];
    return [...new Set(mail.names.flatMap((name) => isIn(pool, name) ?? []))];
  });
  return { locationId: first.locationId, ids: with_.map(({ contactId }) => contactId).sort(), names };
}

function putStray(
  store: MemoryStore,
  contacts: readonly LegacyContact[],
  { contact: which, old, kind }: Legacy['strays'][number],
  at: number,
  contradicted: Set<ConversationId>,
): readonly Message[] {
  const contact = isIn(contacts, which);
  const named = contact && isIn(contact.olds, old);
  if (!contact || !named) return [];
  const { conversationId } = named;
  contradicted.add(conversationId);
  if (kind === 'odd') {
    store.putOddMessage(MessageId(`odd-${at}`), [conversationId]);
    return [];
  }
  const place = kind === 'otherLocation' ? LocationId('place-elsewhere') : contact.locationId;
  const stranger = kind === 'otherLocation' ? contact.contactId : ContactId(`stranger-${at}`);
  const message = anOldMessage(place, [stranger], [conversationId]);
  store.putMessage(message);
  return [message];
}
