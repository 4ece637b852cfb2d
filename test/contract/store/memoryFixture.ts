import { randomUUID } from 'node:crypto';
import { AgentId, ContactId, EmailAddress, LocationId } from '../../../shared/domain/ids.ts';
import type { Agent, Contact } from '../../../shared/domain/tenancy.ts';
import { aLocation, anAddress } from '../../support/builders.ts';
import { type MemoryStore, memoryStore } from '../../support/memory-store/memoryStore.ts';
import type { StoreFixture } from './storeFixture.ts';

export function memoryFixture(store: MemoryStore = memoryStore()): StoreFixture {
  return {
    store,
    tenants: memoryTenants(store),
    spoilMailbox: async (id) => store.spoil(id),
    spoilEntry: async (id) => store.spoil(id),
    leaveUnsearchable: async (id) => store.leaveUnsearchable(id),
    putMailbox: async (mailbox) => store.putMailbox(mailbox),
    putConversation: async (conversation) => store.putConversation(conversation),
    dropConversation: async (id) => store.dropConversation(id),
    putMessage: async (message) => store.putMessage(message),
    putOddConversation: async (id, fields) => store.putOddConversation(id, fields),
    putOddMessage: async (id, names) => store.putOddMessage(id, names),
    stored: {
      mailbox: async (id) => {
        const mailbox = store.mailbox(id);
        if (!mailbox) throw new Error(`No mailbox ${id}`);
        return mailbox;
      },
      ledger: async (id) => store.ledger(id),
      runs: async (id) => store.runs(id),
      messages: async (id) => store.messages().filter(({ locationId }) => locationId === id),
      conversations: async (id) => store.conversations().filter(({ locationId }) => locationId === id),
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

function memoryTenants(store: MemoryStore): StoreFixture['tenants'] {
  return {
    location: async (name = 'Estio') => {
      const locationId = LocationId(`location-${randomUUID()}`);
      store.putLocation(aLocation({ locationId, name }));
      return locationId;
    },
    agent: async (locationIds) => {
      const agent: Agent = { uid: AgentId(`agent-${randomUUID()}`), email: anAddress('agent'), locationIds };
      store.putAgent(agent);
      return agent;
    },
    contact: async (locationId, { name = 'Ann Archer', emails = [anAddress('contact')] } = {}) => {
      const contactId = ContactId(`contact-${randomUUID()}`);
      const addresses = emails.map(EmailAddress);
      const contact: Contact = { contactId, locationId, name, emails: addresses, ghlContactId: null };
      store.putContact(contact);
      return contact;
    },
  };
}
