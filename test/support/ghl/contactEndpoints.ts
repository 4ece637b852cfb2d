import { z } from 'zod';
import { type ApiCall, demandLocation, type Endpoints, parseBody } from './apiCall.ts';
import { ghlErrors } from './ghlError.ts';
import type { StoredContact } from './records.ts';
import type {
  ContactsByIdSuccessfulResponseDto,
  ContactsPage,
  ContactsSearch,
  CreateContactDto,
  CreateContactsSuccessfulResponseDto,
  DeleteContactsSuccessfulResponseDto,
  FoundContact,
  GetContectByIdSchema,
  UpdateContactDto,
  UpdateContactsSuccessfulResponseDto,
  UpsertContactDto,
  UpsertContactsSuccessfulResponseDto,
} from './wireTypes.ts';

const FIELDS = {
  name: z.string().exactOptional(),
  email: z.email().exactOptional(),
  tags: z.array(z.string()).exactOptional(),
};
const UPDATE: z.ZodType<Pick<UpdateContactDto, keyof typeof FIELDS>> = z.object(FIELDS);
const CREATE: z.ZodType<Pick<CreateContactDto & UpsertContactDto, keyof typeof FIELDS | 'locationId'>> =
  z.object({ ...FIELDS, locationId: z.string() });

export const CONTACT_ENDPOINTS: Endpoints<'contacts.'> = {
  'contacts.duplicate': ({ location, query }) => {
    demandLocation(location, query.get('locationId'));
    const contact = location.contactOf(query.get('email') ?? '');
    return { body: { contact: contact ? shown(contact) : null } };
  },
  'contacts.search': searchContacts,
  'contacts.create': ({ location, body }) => {
    const { locationId, ...fields } = parseBody(CREATE, body);
    demandLocation(location, locationId);
    const known = fields.email === undefined ? undefined : location.contactOf(fields.email);
    if (known && !location.traps.duplicatedContacts) throw ghlErrors.duplicatedContact(known.id);
    const answer: CreateContactsSuccessfulResponseDto = { contact: shown(location.addContact(fields)) };
    return { status: 201, body: answer };
  },
  'contacts.upsert': ({ location, body }) => {
    const { locationId, ...fields } = parseBody(CREATE, body);
    demandLocation(location, locationId);
    const known = fields.email === undefined ? undefined : location.contactOf(fields.email);
    const contact = known ? location.updateContact(known.id, fields) : location.addContact(fields);
    const answer: UpsertContactsSuccessfulResponseDto = { new: !known, contact: shown(contact) };
    return { body: answer };
  },
  'contacts.get': ({ location, id }) => {
    const answer: ContactsByIdSuccessfulResponseDto = { contact: shown(location.contact(id)) };
    return { body: answer };
  },
  'contacts.update': ({ location, id, body }) => {
    const contact = shown(location.updateContact(id, parseBody(UPDATE, body)));
    const answer: UpdateContactsSuccessfulResponseDto = { succeded: true, contact };
    return { body: answer };
  },
  'contacts.delete': ({ location, id }) => {
    location.deleteContact(id);
    const answer: DeleteContactsSuccessfulResponseDto = { succeded: true };
    return { body: answer };
  },
};

const shown = (contact: StoredContact): GetContectByIdSchema & { id: string } => ({
  id: contact.id,
  name: contact.name,
  locationId: contact.locationId,
  firstName: contact.name.split(' ')[0] ?? '',
  lastName: contact.name.split(' ').slice(1).join(' '),
  ...(contact.email !== undefined && { email: contact.email }),
  tags: [...contact.tags],
  dateAdded: contact.dateAdded.toISOString(),
  dateUpdated: contact.dateUpdated.toISOString(),
});

const SEARCH: z.ZodType<ContactsSearch> = z.object({
  locationId: z.string(),
  pageLimit: z.number().int().min(1).max(500),
  searchAfter: z.array(z.union([z.string(), z.number()])).exactOptional(),
  sort: z
    .array(z.object({ field: z.literal('dateAdded'), direction: z.enum(['asc', 'desc']) }))
    .exactOptional(),
});

/** The oldest first, by `searchAfter` alone: the place after which a page begins, as each contact tells its own. */
function searchContacts({ location, body }: ApiCall) {
  const { locationId, pageLimit, searchAfter } = parseBody(SEARCH, body);
  demandLocation(location, locationId);
  const all = [...location.contacts.values()].filter((each) => location.isSearchable(each)).sort(inOrder);
  const [time, id] = searchAfter ?? [];
  const rest = all.filter(
    (each) =>
      time === undefined ||
      each.dateAdded.getTime() > Number(time) ||
      (each.dateAdded.getTime() === Number(time) && each.id > String(id)),
  );
  const answer: ContactsPage = { contacts: rest.slice(0, pageLimit).map(found), total: all.length };
  return { body: answer };
}

const inOrder = (a: StoredContact, b: StoredContact) =>
  a.dateAdded.getTime() - b.dateAdded.getTime() || (a.id < b.id ? -1 : 1);

const found = (contact: StoredContact): FoundContact => ({
  ...shown(contact),
  additionalEmails: contact.additionalEmails.map((email) => ({ email })),
  searchAfter: [contact.dateAdded.getTime(), contact.id],
});
