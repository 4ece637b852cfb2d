import type { Firestore } from '@google-cloud/firestore';
import {
  agentConverter,
  contactConverter,
  locationConverter,
} from '../../../shared/adapters/firestore/converters/tenancy.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { AgentId, ContactId, EmailAddress, LocationId } from '../../../shared/domain/ids.ts';
import { aLocation } from '../../support/builders.ts';
import { signIn, signUp } from '../../support/stack/signIn.ts';
import { AGENT, LOCATION } from './people.ts';
import { type Person, titleOf } from './person.ts';

/** The location, its agent, who is signed in, and the people it knows. */
export interface Tenancy {
  readonly locationId: LocationId;
  readonly uid: AgentId;
  readonly idToken: string;
  /** Names, by contact id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Puts them where the CRM would; on an emulator that has them already, the same ones. */
export async function plantTenancy(
  db: Firestore,
  projectId: string,
  contacts: readonly Person[],
): Promise<Tenancy> {
  const signedIn = await signIn(projectId, AGENT.address).catch(() => signUp(projectId, AGENT.address));
  const uid = AgentId(signedIn.uid);
  const locationId = LocationId('location-estio');
  const known = contacts.map((person) => ({
    contactId: ContactId(`contact-${person.address.replace(/[^a-z0-9]+/g, '-')}`),
    locationId,
    name: titleOf(person),
    emails: [EmailAddress(person.address)],
    ghlContactId: null,
  }));
  await Promise.all([
    paths.location(db, locationId).set(locationConverter.write(aLocation({ locationId, name: LOCATION }))),
    paths.user(db, uid).set(agentConverter.write({ uid, email: AGENT.address, locationIds: [locationId] })),
    ...known.map((contact) => paths.contact(db, contact.contactId).set(contactConverter.write(contact))),
  ]);
  const names = new Map<string, string>(known.map(({ contactId, name }) => [contactId, name]));
  return { locationId, uid, idToken: signedIn.idToken, names };
}
