import { z } from 'zod';
import { AgentId, ContactId, LocationId } from '../../../domain/ids.ts';
import type { Agent, Contact, Location } from '../../../domain/tenancy.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

/** What the sync does not need may be missing: the CRM writes these documents, and mail must not wait for it. */
const user = z.object({ email: z.string().default(''), locationIds: z.array(field.locationId) });

export const agentConverter: Converter<Agent> = converter(
  user,
  (document, snapshot): Agent => ({ ...document, uid: AgentId(snapshot.id) }),
  ({ uid: _, ...document }) => document,
);

const location = z.object({ name: z.string().default('') });

export const locationConverter: Converter<Location> = converter(
  location,
  (document, snapshot): Location => ({ ...document, locationId: LocationId(snapshot.id) }),
  ({ locationId: _, ...document }) => document,
);

const contact = z.object({
  locationId: field.locationId,
  name: z.string().default(''),
  emails: z.array(field.emailAddress),
  ghlContactId: z.string().nullable().default(null),
});

export const contactConverter: Converter<Contact> = converter(
  contact,
  (document, snapshot): Contact => ({ ...document, contactId: ContactId(snapshot.id) }),
  ({ contactId: _, ...document }) => document,
);
