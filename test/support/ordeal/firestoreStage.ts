import type { World } from '../world.ts';
import { Stage } from './stage.ts';

/** A stage on the running emulator. */
export async function firestoreStage(world: World): Promise<Stage> {
  const { app, store, tenants } = world;
  const locationId = await tenants.location();
  const [agent, contact] = await Promise.all([tenants.agent([locationId]), tenants.contact(locationId)]);
  const [address] = contact.emails;
  if (address === undefined) throw new Error('A contact without an address');
  return new Stage({
    contact: address,
    deps: app,
    connect: () => world.connect(agent),
    mailbox: (id) => store.mailbox(id),
    ledger: (id) => store.ledger(id),
    messages: () => store.messages(locationId),
    conversations: () => store.conversations(locationId),
  });
}
