import type { Firestore } from '@google-cloud/firestore';
import { messageConverter } from '../../../shared/adapters/firestore/converters/message.ts';
import { outboxConverter } from '../../../shared/adapters/firestore/converters/outbox.ts';
import {
  contactConverter,
  locationConverter,
} from '../../../shared/adapters/firestore/converters/tenancy.ts';
import { firestoreOutboxStore } from '../../../shared/adapters/firestore/outboxStore.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { firestoreRelayStore } from '../../../shared/adapters/firestore/relayStore.ts';
import type { LocationId } from '../../../shared/domain/ids.ts';
import { isOpen } from '../../../shared/domain/outbox/outbox.ts';
import { recordingLog } from '../recordingLog.ts';
import type { RelayGround } from './relayGround.ts';

/** The product's stores on the emulator. */
export function firestoreRelayGround(db: Firestore): RelayGround {
  const outboxOf = async (id: LocationId) => {
    const { docs } = await paths.outbox(db).where('locationId', '==', id).get();
    return docs.flatMap((snapshot) => outboxConverter.read(snapshot) ?? []);
  };
  return {
    outbox: firestoreOutboxStore(db, recordingLog().log),
    relays: firestoreRelayStore(db),
    putLocation: async (location) => {
      await paths.location(db, location.locationId).set(locationConverter.write(location));
    },
    putContact: async (contact) => {
      await paths.contact(db, contact.contactId).set(contactConverter.write(contact));
    },
    putMail: async (message, entry) => {
      await Promise.all([
        paths.message(db, message.messageId).create(messageConverter.write(message)),
        paths.outboxEntry(db, entry.entryId).create(outboxConverter.write(entry)),
      ]);
    },
    outboxOf,
    openCount: async (id) => (await outboxOf(id)).filter(isOpen).length,
  };
}
