import { OAuth2Client } from 'google-auth-library';
import { people } from 'googleapis/build/src/apis/people/index.js';
import { z } from 'zod';
import type { WrittenContact } from '../../domain/contacts/addressBook.ts';
import type { AddressBook, AddressBookPage } from '../../ports/addressBook.ts';
import { directFetch } from './directFetch.ts';
import { parseAnswer } from './parseAnswer.ts';
import { repeats } from './repeats.ts';
import { translatePeopleError } from './translatePeopleError.ts';

export interface AddressBookOptions {
  readonly accessToken: string;
  /** Another origin to call, such as a simulator's; a path in it is ignored. */
  readonly rootUrl?: string | undefined;
  readonly now?: () => Date;
  readonly random?: () => number;
  /** Milliseconds for a call with its repeats. */
  readonly timeoutMs?: number;
}

const OPERATION = 'people.connections.list';

/** As a page token is good only for what it was given for, every page asks for the same. */
const LIST = {
  resourceName: 'people/me',
  personFields: 'names,emailAddresses,metadata',
  // What the person wrote, and not what their contacts say of themselves.
  sources: ['READ_SOURCE_TYPE_CONTACT'],
  pageSize: 1_000,
  fields:
    'connections(resourceName,metadata/deleted,names(displayName,givenName,familyName,metadata/primary),emailAddresses(value,metadata/primary)),nextPageToken',
};

/** https://developers.google.com/people/api/rest/v1/people.connections/list */
export function createAddressBook(options: AddressBookOptions): AddressBook {
  const { accessToken, rootUrl, now = () => new Date(), random, timeoutMs = 60_000 } = options;
  const auth = new OAuth2Client({ credentials: { access_token: accessToken } });
  const { connections } = people({ version: 'v1', auth, ...(rootUrl && { rootUrl }) }).people;
  return {
    async listContacts({ pageToken, signal }) {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const request = {
        signal: deadline,
        timeout: 25_000,
        retryConfig: repeats({ methods: ['GET'], deadline, ...(random && { random }) }),
        fetchImplementation: directFetch,
      };
      try {
        const { data } = await connections.list({ ...LIST, ...(pageToken && { pageToken }) }, request);
        return parseAnswer(Page, data, OPERATION);
      } catch (error) {
        signal.throwIfAborted();
        throw translatePeopleError(error, OPERATION, now());
      }
    },
  };
}

/** Google's JSON leaves out what is empty or false. */
const metadata = z.object({ primary: z.boolean().default(false) }).default({ primary: false });

const Name = z.object({
  displayName: z.string().default(''),
  givenName: z.string().default(''),
  familyName: z.string().default(''),
  metadata,
});

const Person = z.object({
  resourceName: z.string().min(1),
  metadata: z.object({ deleted: z.boolean().default(false) }).default({ deleted: false }),
  names: z.array(Name).default([]),
  emailAddresses: z.array(z.object({ value: z.string().default(''), metadata })).default([]),
});

const Page = z
  .object({ connections: z.array(Person).default([]), nextPageToken: z.string().optional() })
  .transform(
    ({ connections, nextPageToken }): AddressBookPage => ({
      contacts: connections.filter((person) => !person.metadata.deleted).map(contactOf),
      ...(nextPageToken && { nextPageToken }),
    }),
  );

function contactOf({ resourceName, names, emailAddresses }: z.output<typeof Person>): WrittenContact {
  const [name] = primaryFirst(names);
  return {
    id: resourceName,
    name: name?.displayName ?? '',
    givenName: name?.givenName ?? '',
    familyName: name?.familyName ?? '',
    emails: primaryFirst(emailAddresses).map(({ value }) => value),
  };
}

const primaryFirst = <Field extends { metadata: { primary: boolean } }>(fields: readonly Field[]) =>
  fields.toSorted((a, b) => Number(b.metadata.primary) - Number(a.metadata.primary));
