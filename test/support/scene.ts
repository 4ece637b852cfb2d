import { HistoryId } from '../../shared/domain/historyId.ts';
import type { SyncDeps } from '../../shared/sync/deps.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import type { World } from './world.ts';

export type Scene = Awaited<ReturnType<typeof aScene>>;

/** A location, its agent with a live mailbox that has cost nothing yet, and a contact to write with. */
export async function aScene(world: World, options: { aliases?: string[] } = {}) {
  const locationId = await world.tenants.location();
  const agent = await world.tenants.agent([locationId]);
  const contact = await world.tenants.contact(locationId);
  const mailbox = await world.liveMailbox(agent, options);
  const { mailboxId, emailAddress } = mailbox;
  const [contactAddress = ''] = contact.emails;
  return {
    ...mailbox,
    locationId,
    agent,
    contact,
    contactAddress,
    /** From the contact to the agent. */
    aMail: { from: contactAddress, to: emailAddress },
    push: (historyId: string, deps: SyncDeps = world.app) =>
      syncMailbox(deps, mailboxId, { reason: 'push', historyId: HistoryId.of(historyId) }),
    poll: (deps: SyncDeps = world.app) => syncMailbox(deps, mailboxId, { reason: 'poll' }),
  };
}
