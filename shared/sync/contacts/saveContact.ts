import type { ContactDecision } from '../../domain/contacts/contactChange.ts';
import { ContactId, type EmailAddress, type HistoryFetchId, type LocationId } from '../../domain/ids.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { Random } from '../../ports/platform.ts';
import { type HistoryDeps, queueHistoryFetch } from '../history/fetchContactHistory.ts';

export type SaveContactDeps = HistoryDeps & { readonly random: Random };

type SaveContactAnswer =
  | { readonly outcome: 'saved'; readonly contactId: ContactId; readonly jobId?: HistoryFetchId }
  | Exclude<ContactDecision, { outcome: 'saved' }>
  | { readonly outcome: 'unknownLocation' };

/**
 * Creates a contact of a location, or changes it. An address that is new to it has its older mail fetched; mail that
 * is stored stays, whatever address goes.
 */
export async function saveContact(
  deps: SaveContactDeps,
  {
    agent,
    contactId,
    ...wanted
  }: {
    readonly agent: Agent;
    readonly locationId: LocationId;
    readonly contactId?: ContactId | undefined;
    readonly name: string;
    readonly emails: readonly EmailAddress[];
  },
): Promise<SaveContactAnswer> {
  if (!agent.locationIds.includes(wanted.locationId)) return { outcome: 'unknownLocation' };
  const isNew = contactId === undefined;
  const id = contactId ?? ContactId(deps.random.id());
  const decision = await deps.tenancy.saveContact({ ...wanted, contactId: id, isNew });
  if (decision.outcome !== 'saved') return decision;
  const { contact, added } = decision;
  deps.log.event('contactSaved', { contactId: id, locationId: contact.locationId, agentId: agent.uid });
  if (added.length === 0) return { outcome: 'saved', contactId: id };
  const { jobId } = await queueHistoryFetch(deps, { agent, contact, before: null });
  return { outcome: 'saved', contactId: id, jobId };
}
