import type { Firestore } from '@google-cloud/firestore';
import { conversationConverter } from '../../../shared/adapters/firestore/converters/conversation.ts';
import { contactConverter } from '../../../shared/adapters/firestore/converters/tenancy.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import { ContactId, EmailAddress, type LocationId } from '../../../shared/domain/ids.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';
import { aConversation } from '../../support/inbox/aConversation.ts';

const FIRST = ['Ann', 'Ben', 'Cleo', 'Dieter', 'Élodie', 'Farid', 'Grace', 'Hana', 'Ines', 'Jürgen'];
const LAST = [
  'Archer',
  'Baker',
  'Carter',
  'Dubois',
  'Eriksen',
  'Fischer',
  'García',
  'Hughes',
  'Ito',
  'Jansen',
];
const SUBJECTS = ['Viewing on Saturday?', 'Quote for the kitchen doors', 'Re: The keys', 'Your invoice'];
const SNIPPET = 'Good morning, thank you for coming back to me so quickly. Would it still be possible to';

const MINUTE_MS = 60_000;

/** Writes at a time; the emulator lets more of them wait for too long. */
const BATCH = 400;

interface Planted {
  readonly locationId: LocationId;
  readonly count: number;
  readonly now: Date;
}

/** A location with so many contacts who have written, each one minute before the one above. */
export async function plantInbox(db: Firestore, { locationId, count, now }: Planted): Promise<void> {
  for (let from = 0; from < count; from += BATCH / 2) {
    const batch = db.batch();
    for (let index = from; index < Math.min(count, from + BATCH / 2); index += 1) {
      const contact = contactOf(locationId, index);
      const conversation = conversationOf(contact, index, new Date(now.getTime() - index * MINUTE_MS));
      const place = paths.conversation(db, conversation.conversationId);
      batch.create(paths.contact(db, contact.contactId), contactConverter.write(contact));
      batch.create(place, conversationConverter.write(conversation));
    }
    await batch.commit();
  }
}

const contactOf = (locationId: LocationId, index: number): Contact => ({
  contactId: ContactId.of(locationId, String(index)),
  locationId,
  name: `${FIRST[index % FIRST.length]} ${LAST[Math.floor(index / FIRST.length) % LAST.length]} ${index}`,
  emails: [EmailAddress(`someone.${index}@example.com`)],
  ghlContactId: null,
});

const conversationOf = (contact: Contact, index: number, sentAt: Date): Conversation =>
  aConversation(contact, {
    unreadCount: index % 5 === 0 ? 1 + (index % 3) : 0,
    last: {
      direction: index % 3 === 0 ? 'outbound' : 'inbound',
      subject: SUBJECTS[index % SUBJECTS.length] ?? '',
      snippet: SNIPPET,
      sentAt,
    },
  });
