import type { World } from '../world.ts';
import type { Ground } from './ground.ts';
import type { TestClock } from './testClock.ts';

/** The product as it is in the cloud, on the Firestore emulator. The world has to go by the same clock. */
export function firestoreGround(world: World, clock: TestClock): Ground {
  const { gmail, app, tenants, store } = world;
  return {
    gmail,
    clock,
    product: app,
    location: async (settings) => {
      const locationId = await tenants.location();
      await tenants.settle(locationId, settings);
      return locationId;
    },
    agent: async (locationIds) => (await tenants.agent(locationIds)).uid,
    contact: async (locationId, emails) =>
      (await tenants.contact(locationId, { emails: [...emails] })).contactId,
    mailbox: (id) => store.findMailbox(id),
    ledger: (id) => store.ledger(id),
    messages: (id) => store.messages(id),
    conversations: (id) => store.conversations(id),
  };
}
