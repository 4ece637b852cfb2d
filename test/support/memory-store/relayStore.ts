import { takeRelay } from '../../../shared/domain/outbox/relay.ts';
import type { RelayStore } from '../../../shared/ports/stores/relayStore.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

export function memoryRelayStore(tables: Tables, atomically: Atomically): RelayStore {
  return {
    takeRelay: (request) =>
      atomically('takeRelay', () => {
        const decision = takeRelay(tables.relays.get(request.locationId), request);
        if ('relay' in decision && decision.relay) tables.relays.set(request.locationId, decision.relay);
        return decision;
      }),

    changeRelay: ({ locationId, holder }, change) =>
      atomically('changeRelay', () => {
        const relay = tables.relays.get(locationId);
        if (relay?.holder !== holder) return undefined;
        const after = change(relay);
        tables.relays.set(locationId, after);
        return after;
      }),

    linkOf: (id) =>
      atomically('linkOf', () => {
        const location = tables.locations.get(id);
        return location?.ghl ? { document: location.ghl, version: JSON.stringify(location) } : undefined;
      }),

    revokeLink: (id, { version }) =>
      atomically('revokeLink', () => {
        const location = tables.locations.get(id);
        if (!location?.ghl || JSON.stringify(location) !== version) return false;
        tables.locations.set(id, { ...location, ghl: { ...location.ghl, status: 'revoked' } });
        return true;
      }),

    readRecipient: (id) =>
      atomically('readRecipient', () => {
        const contact = tables.contacts.get(id);
        if (!contact) return undefined;
        const { locationId, name, emails, ghlContactId } = contact;
        const ghlConversationId = tables.places.get(id)?.ghlConversationId ?? null;
        return { locationId, name, emails, ghlContactId, ghlConversationId };
      }),

    rememberRecipient: (id, place) =>
      atomically('rememberRecipient', () => {
        const contact = tables.contacts.get(id);
        if (!contact) return;
        tables.contacts.set(id, { ...contact, ghlContactId: place.ghlContactId });
        tables.places.set(id, place);
      }),
  };
}
