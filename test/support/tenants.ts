import { randomUUID } from 'node:crypto';
import type { Firestore } from '@google-cloud/firestore';
import {
  agentConverter,
  contactConverter,
  locationConverter,
} from '../../shared/adapters/firestore/converters/tenancy.ts';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { AgentId, ContactId, EmailAddress, LocationId } from '../../shared/domain/ids.ts';
import type { Agent, Contact, Location } from '../../shared/domain/tenancy.ts';
import { aLocation, anAddress } from './builders.ts';

/** Puts locations, agents and contacts into Firestore, where the CRM would have put them. */
export class Tenants {
  readonly #db: Firestore;

  constructor(db: Firestore) {
    this.#db = db;
  }

  async location(name = 'Estio', id = `location-${randomUUID()}`): Promise<LocationId> {
    const locationId = LocationId(id);
    await this.settle(locationId, { name });
    return locationId;
  }

  /** A location's name and settings, anew. */
  async settle(locationId: LocationId, settings: Partial<Location>): Promise<void> {
    const location = aLocation({ ...settings, locationId });
    await paths.location(this.#db, locationId).set(locationConverter.write(location));
  }

  async agent(
    locationIds: readonly LocationId[],
    { uid = `agent-${randomUUID()}`, email = anAddress('agent') }: { uid?: string; email?: string } = {},
  ) {
    const agent: Agent = { uid: AgentId(uid), email, locationIds };
    await paths.user(this.#db, agent.uid).set(agentConverter.write(agent));
    return agent;
  }

  /** An agent of whom the CRM no longer knows anything. */
  async forget({ uid }: Agent): Promise<void> {
    await paths.user(this.#db, uid).delete();
  }

  /** Whatever the CRM may have written there. */
  async writeLocation(locationId: LocationId, document: object): Promise<void> {
    await paths.location(this.#db, locationId).set({ ...document });
  }

  /** Whatever the CRM may have written there. */
  async writeUser(uid: AgentId, document: object): Promise<void> {
    await paths.user(this.#db, uid).set({ ...document });
  }

  async contact(
    locationId: LocationId,
    { name = 'Ann Archer', emails = [anAddress('contact')] as string[], id = `contact-${randomUUID()}` } = {},
  ) {
    const contactId = ContactId(id);
    const contact: Contact = {
      contactId,
      locationId,
      name,
      emails: emails.map(EmailAddress),
      ghlContactId: null,
    };
    await paths.contact(this.#db, contactId).set(contactConverter.write(contact));
    return contact;
  }
}
