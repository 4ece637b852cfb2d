import { z } from 'zod';
import { AgentId, ContactId, EmailAddress, LocationId } from '../../../domain/ids.ts';
import type { Agent, Contact, Location } from '../../../domain/tenancy.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

/** What Firestore takes for the id of a document. https://firebase.google.com/docs/firestore/quotas#limits */
const isDocumentId = (id: unknown): id is string =>
  typeof id === 'string' && /^(?!\.{1,2}$|__.*__$)[^/]{1,1500}$/su.test(id);

/**
 * What the sync does not need may be missing or odd, and what cannot be a location is none: the CRM writes these
 * documents, and mail must not wait for it.
 */
const user = z.object({
  email: z.string().catch(''),
  locationIds: z
    .array(z.unknown())
    .default([])
    .transform((ids) => ids.filter(isDocumentId).map(LocationId)),
});

export const agentConverter: Converter<Agent> = converter(
  user,
  (document, snapshot): Agent => ({ ...document, uid: AgentId(snapshot.id) }),
  ({ uid: _, ...document }) => document,
);

const location = z.object({ name: z.string().catch('') });

export const locationConverter: Converter<Location> = converter(
  location,
  (document, snapshot): Location => ({ ...document, locationId: LocationId(snapshot.id) }),
  ({ locationId: _, ...document }) => document,
);

const contact = z.object({
  locationId: field.locationId,
  name: z.string().catch(''),
  emails: z
    .array(z.unknown())
    .transform((emails) => emails.filter((email) => typeof email === 'string').map(EmailAddress)),
  ghlContactId: z.string().nullable().catch(null),
});

export const contactConverter: Converter<Contact> = converter(
  contact,
  (document, snapshot): Contact => ({ ...document, contactId: ContactId(snapshot.id) }),
  ({ contactId: _, ...document }) => document,
);
