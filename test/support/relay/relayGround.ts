import type { LocationId } from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';
import { isOpen, type OutboxEntry } from '../../../shared/domain/outbox/outbox.ts';
import type { Contact, Location } from '../../../shared/domain/tenancy.ts';
import type { OutboxStore } from '../../../shared/ports/stores/outboxStore.ts';
import type { RelayStore } from '../../../shared/ports/stores/relayStore.ts';
import { type MemoryStore, memoryStore } from '../memory-store/memoryStore.ts';

/** Where outboxes are, with what others write there and what a test looks at past the ports. */
export interface RelayGround {
  readonly outbox: OutboxStore;
  readonly relays: RelayStore;
  putLocation(location: Location): Promise<void>;
  putContact(contact: Contact): Promise<void>;
  putMail(message: Message, entry: OutboxEntry): Promise<void>;
  outboxOf(id: LocationId): Promise<readonly OutboxEntry[]>;
  openCount(id: LocationId): Promise<number>;
}

export function memoryRelayGround(store: MemoryStore = memoryStore()): RelayGround {
  const outboxOf = async (id: LocationId) => store.outbox().filter(({ locationId }) => locationId === id);
  return {
    outbox: store,
    relays: store,
    putLocation: async (location) => store.putLocation(location),
    putContact: async (contact) => store.putContact(contact),
    putMail: async (message, entry) => store.putMail(message, entry),
    outboxOf,
    openCount: async (id) => (await outboxOf(id)).filter(isOpen).length,
  };
}
