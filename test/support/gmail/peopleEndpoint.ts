import { createHash } from 'node:crypto';
import type { AddressBook, Person } from './addressBook.ts';
import { googleErrors } from './googleError.ts';

/** A grant needs one of them. */
export const CONTACTS_SCOPES = [
  'https://www.googleapis.com/auth/contacts',
  'https://www.googleapis.com/auth/contacts.readonly',
];

export const isPeoplePath = (pathname: string): boolean => pathname === '/v1/people/me/connections';

const PERSON_FIELDS = new Set(['names', 'emailAddresses', 'phoneNumbers', 'organizations', 'metadata']);
const SOURCES = new Set([
  'READ_SOURCE_TYPE_CONTACT',
  'READ_SOURCE_TYPE_PROFILE',
  'READ_SOURCE_TYPE_DOMAIN_CONTACT',
]);

/** https://developers.google.com/people/api/rest/v1/people.connections/list, without sync tokens. */
export function listConnections({ people }: AddressBook, query: URLSearchParams): object {
  const fields = query.get('personFields')?.split(',') ?? [];
  if (fields.length === 0)
    throw googleErrors.invalid('personFields mask is required. Please specify one or more valid paths.');
  const odd = fields.find((field) => !PERSON_FIELDS.has(field));
  if (odd !== undefined)
    throw googleErrors.invalid(`Invalid personFields mask path: "${odd}". Valid paths are documented.`);
  if (query.getAll('sources').some((source) => !SOURCES.has(source)))
    throw googleErrors.invalid('Invalid value at "sources"');
  const size = Number(query.get('pageSize') || 100);
  if (!(size >= 1 && size <= 1_000))
    throw googleErrors.invalid('Page size must be between 1 and 1000, inclusive.');
  const from = offsetOf(query);
  const page = people.slice(from, from + size);
  const isLast = from + size >= people.length;
  return {
    ...(page.length > 0 && { connections: page.map((person) => masked(person, fields)) }),
    ...(!isLast && { nextPageToken: tokenOf(query, from + size) }),
    ...(people.length > 0 && { totalPeople: people.length, totalItems: people.length }),
  };
}

function masked(person: Person, fields: readonly string[]): object {
  const { resourceName, etag, ...rest } = person;
  return {
    resourceName,
    etag,
    ...Object.fromEntries(Object.entries(rest).filter(([field]) => fields.includes(field))),
  };
}

/** A token is good only with the parameters of the call that gave it. */
const tokenOf = (query: URLSearchParams, offset: number): string =>
  Buffer.from(`${fingerprint(query)}:${offset}`).toString('base64url');

function offsetOf(query: URLSearchParams): number {
  const token = query.get('pageToken');
  if (token === null) return 0;
  const [of, offset] = Buffer.from(token, 'base64url').toString().split(':');
  if (of !== fingerprint(query) || !/^\d+$/.test(offset ?? ''))
    throw googleErrors.invalid('Request contains an invalid argument: page_token.');
  return Number(offset);
}

function fingerprint(query: URLSearchParams): string {
  const asked = ['personFields', 'pageSize', 'sources', 'sortOrder'].map((name) => query.getAll(name));
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 12);
}
