import { z } from 'zod';
import { searchTerms } from '../../../domain/contacts/searchTerms.ts';
import { readExclusions } from '../../../domain/exclusion.ts';
import type { GhlLink } from '../../../domain/ghl.ts';
import { AgentId, ContactId, EmailAddress, LocationId } from '../../../domain/ids.ts';
import type { Agent, Contact, Location } from '../../../domain/tenancy.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

/** What Firestore takes for the id of a document. https://firebase.google.com/docs/firestore/quotas#limits */
export const isDocumentId = (id: unknown): id is string =>
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

/**
 * What may never be stored must not become storable by a slip in the document: whatever text there is counts, in a list
 * or alone, as the value of a field, or as the name of one that is true.
 */
const excluded = z
  .unknown()
  .optional()
  .transform((written) => readExclusions(textsIn(written)));

function textsIn(written: unknown): readonly string[] {
  if (typeof written === 'string') return [written];
  if (Array.isArray(written)) return written.flatMap(textsIn);
  if (typeof written !== 'object' || written === null) return [];
  // A reference to a document, or a time, is no map that somebody wrote.
  if (Object.getPrototypeOf(written) !== Object.prototype) return [];
  return Object.entries(written).flatMap(([name, value]) => (value === true ? [name] : textsIn(value)));
}

/** Also as people and forms write it: `"false"`, `"no"`, 0. */
const flag = (unlessSaid: boolean) =>
  z.union([z.boolean(), z.stringbool(), z.literal([0, 1]).transform((bit) => bit === 1)]).catch(unlessSaid);

/** Who may be logged to is not guessed: a link that is not whole is none. */
const ghlLink: z.ZodType<GhlLink> = z.object({
  ghlLocationId: z.string().min(1),
  kind: z.enum(['token', 'oauth']),
  status: z.enum(['linked', 'revoked']),
  conversationProviderId: z.string().min(1).nullable().catch(null),
  logHistory: flag(false),
  maxAgeDays: z.number().nonnegative().catch(30),
  createContacts: flag(false),
});

const location = z.object({
  name: z.string().catch(''),
  shareMailboxes: flag(true),
  excluded,
  skipAutomated: flag(false),
  ghl: ghlLink.nullable().catch(null),
  unlinkedFrom: z.string().min(1).nullable().catch(null),
});

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

/** `searchTerms` is written for queries alone. */
export const contactConverter: Converter<Contact> = converter(
  contact,
  (document, snapshot): Contact => ({ ...document, contactId: ContactId(snapshot.id) }),
  ({ contactId: _, ...document }) => ({ ...document, searchTerms: searchTerms(document) }),
);
