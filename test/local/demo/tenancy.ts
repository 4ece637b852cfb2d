import type { Firestore } from '@google-cloud/firestore';
import {
  agentConverter,
  contactConverter,
  locationConverter,
} from '../../../shared/adapters/firestore/converters/tenancy.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { AgentId, ContactId, EmailAddress, LocationId } from '../../../shared/domain/ids.ts';
import { aLocation } from '../../support/builders.ts';
import { nameAccount, signIn, signUp } from '../../support/stack/signIn.ts';
import { type Person, titleOf } from './person.ts';

/** Where somebody works, and whom they know there. */
export interface Premises {
  readonly location: string;
  readonly agent: Person;
  readonly contacts: readonly Person[];
}

/** The same once it is there, the agent signed in. */
export interface Office extends Premises {
  readonly locationId: LocationId;
  readonly uid: AgentId;
  readonly idToken: string;
  /** Names, by contact id. */
  readonly names: ReadonlyMap<string, string>;
}

const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** Puts it where the CRM would; on an emulator that has it already, the same again. */
export async function plantOffice(db: Firestore, projectId: string, premises: Premises): Promise<Office> {
  const { agent, location, contacts } = premises;
  const { uid: id, idToken } = await signIn(projectId, agent.address).catch(() =>
    signUp(projectId, agent.address),
  );
  const uid = AgentId(id);
  await nameAccount(projectId, uid, agent.name);
  const locationId = LocationId(`location-${slug(location)}`);
  const known = contacts.map((person) => ({
    contactId: ContactId(`contact-${slug(person.address)}`),
    locationId,
    name: titleOf(person),
    emails: [EmailAddress(person.address)],
    ghlContactId: null,
  }));
  await Promise.all([
    paths.location(db, locationId).set(locationConverter.write(aLocation({ locationId, name: location }))),
    paths.user(db, uid).set(agentConverter.write({ uid, email: agent.address, locationIds: [locationId] })),
    ...known.map((contact) => paths.contact(db, contact.contactId).set(contactConverter.write(contact))),
  ]);
  const names = new Map<string, string>(known.map(({ contactId, name }) => [contactId, name]));
  return { ...premises, locationId, uid, idToken, names };
}
