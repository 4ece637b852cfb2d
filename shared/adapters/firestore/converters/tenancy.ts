import { z } from 'zod';
import { AgentId, ContactId, LocationId } from '../../../domain/ids.ts';
import type { Agent, Contact, Location } from '../../../domain/tenancy.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const user = z.object({ email: z.string(), locationIds: z.array(field.locationId) });

export const agentConverter: Converter<Agent> = converter(
  user,
  (document, snapshot): Agent => ({ ...document, uid: AgentId(snapshot.id) }),
  ({ uid: _, ...document }) => document,
);

const location = z.object({ name: z.string() });

export const locationConverter: Converter<Location> = converter(
  location,
  (document, snapshot): Location => ({ ...document, locationId: LocationId(snapshot.id) }),
  ({ locationId: _, ...document }) => document,
);

const contact = z.object({
  locationId: field.locationId,
  name: z.string(),
  emails: z.array(field.emailAddress),
  ghlContactId: z.string().nullable(),
});

export const contactConverter: Converter<Contact> = converter(
  contact,
  (document, snapshot): Contact => ({ ...document, contactId: ContactId(snapshot.id) }),
  ({ contactId: _, ...document }) => document,
);
