import type { Contact } from '../../domain/tenancy.ts';
import { type HistoryDeps, queueHistoryFetch } from './fetchContactHistory.ts';

/**
 * Has a contact's older mail searched for although no agent has asked: in all mailboxes of the location. Where agents
 * do not share theirs, each gets a search of their own, as if they had asked: their mail with the contact belongs to the
 * location all the same, and nobody's search shows the mailboxes of another.
 */
export async function queueLocationHistory(deps: HistoryDeps, contact: Contact): Promise<void> {
  const { locationId } = contact;
  const mailboxes = await deps.tenancy.mailboxesIn(locationId);
  const agents = [...new Set(mailboxes.map(({ uid }) => uid))];
  const location = await deps.tenancy.readLocation(locationId);
  const askers = location?.shareMailboxes === false ? agents : agents.slice(0, 1);
  for (const uid of askers) await queueHistoryFetch(deps, { agent: { uid }, contact, before: null });
}
