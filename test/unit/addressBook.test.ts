import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAddressBook } from '../../shared/adapters/google/addressBook.ts';
import type { AddressBookPage } from '../../shared/ports/addressBook.ts';
import { anAddress } from '../support/builders.ts';
import type { Account } from '../support/gmail/account.ts';
import type { FaultReply } from '../support/gmail/faults.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { ScriptedGoogle } from '../support/google/scriptedGoogle.ts';

const CONTACTS = 'https://www.googleapis.com/auth/contacts.readonly';
const { signal } = new AbortController();

let google: GmailSimulator;
let account: Account;
beforeEach(async () => {
  google = await GmailSimulator.start();
  account = google.addAccount({ address: anAddress('owner') });
});
afterEach(() => google.close());

function bookOf({ scopes = [CONTACTS], timeoutMs = 5_000 }: { scopes?: string[]; timeoutMs?: number } = {}) {
  const { accessToken } = google.oauth.grant({ address: account.address, scopes });
  const options = { accessToken, rootUrl: google.url, random: () => 0, timeoutMs };
  return { accessToken, book: createAddressBook(options) };
}

const first = (options?: Parameters<typeof bookOf>[0]) => bookOf(options).book.listContacts({ signal });
const failed = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error('It has not failed');
    },
    (error: unknown) => error,
  );

describe('an address book', () => {
  test('is listed with names, and of the addresses the preferred one first', async () => {
    const { contacts } = account;
    const ann = contacts.add({
      name: 'Ann Archer',
      emails: ['a@x.example', 'b@x.example'],
      primary: 'b@x.example',
    });
    const nobody = contacts.add({});
    expect(await first()).toEqual({
      contacts: [
        {
          id: ann.resourceName,
          name: 'Ann Archer',
          givenName: 'Ann',
          familyName: 'Archer',
          emails: ['b@x.example', 'a@x.example'],
        },
        { id: nobody.resourceName, name: '', givenName: '', familyName: '', emails: [] },
      ],
    });
  });

  test('that is empty has one empty page', async () => {
    expect(await first()).toEqual({ contacts: [] });
  });

  test('is listed page by page, a thousand at a time, each contact once', async () => {
    for (let index = 0; index < 2_001; index += 1) account.contacts.add({ emails: [`${index}@x.example`] });
    const { book } = bookOf();
    const pages: AddressBookPage[] = [];
    let pageToken: string | undefined;
    do {
      const page = await book.listContacts({ signal, ...(pageToken && { pageToken }) });
      pages.push(page);
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(pages.map(({ contacts }) => contacts.length)).toEqual([1_000, 1_000, 1]);
    expect(new Set(pages.flatMap(({ contacts }) => contacts.map(({ id }) => id))).size).toBe(2_001);
  });

  test('has nobody who is deleted, nor more of anybody than is asked for', async () => {
    await using scripted = await ScriptedGoogle.start({
      api: [
        {
          body: {
            connections: [
              { resourceName: 'people/c1', metadata: { deleted: true } },
              { resourceName: 'people/c2', names: [{ givenName: 'Ann' }], emailAddresses: [{}] },
            ],
          },
        },
      ],
    });
    const book = createAddressBook({ accessToken: 'token', rootUrl: scripted.origin });
    const { contacts } = await book.listContacts({ signal });
    expect(contacts).toMatchObject([{ id: 'people/c2', name: '', givenName: 'Ann', emails: [''] }]);
    const { url, authorization } = scripted.apiRequests[0] ?? {};
    expect(authorization).toBe('Bearer token');
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      personFields: 'names,emailAddresses,metadata',
      sources: 'READ_SOURCE_TYPE_CONTACT',
      pageSize: '1000',
      fields: expect.stringContaining('emailAddresses(value,metadata/primary)'),
    });
  });
});

describe('a call', () => {
  const plain = (status: number, error: object): FaultReply => ({
    status,
    body: { error: { code: status, ...error } },
  });

  test.each<[string, FaultReply, string]>([
    ['a rate limit of the user', googleErrors.userRateLimitExceeded(), 'rateLimited'],
    ['a rate limit without a reason', plain(429, { status: 'RESOURCE_EXHAUSTED' }), 'rateLimited'],
    [
      'a limit of the day',
      plain(429, { details: [{ reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_unit: '1/d/{project}' } }] }),
      'dailyLimitExceeded',
    ],
    ['a refusal', plain(403, { status: 'PERMISSION_DENIED', message: 'No.' }), 'forbidden'],
    [
      'an API that is switched off',
      plain(403, { details: [{ reason: 'SERVICE_DISABLED', domain: 'googleapis.com' }] }),
      'invalidRequest',
    ],
    ['a page token that is too old', googleErrors.invalid('page_token'), 'invalidRequest'],
  ])('that meets %s is not repeated', async (_, reply, code) => {
    google.faults.add({ method: 'people.connections.list', reply });
    expect(await failed(first())).toMatchObject({ code, operation: 'people.connections.list' });
    expect(await first()).toEqual({ contacts: [] });
  });

  test.each<[string, FaultReply]>([
    ['an outage', googleErrors.backend()],
    ['an internal error', googleErrors.internal()],
    ['a cut connection', 'close'],
  ])('that meets %s is made again, at most twice', async (_, reply) => {
    google.faults.add({ method: 'people.connections.list', reply, times: 2 });
    expect(await first()).toEqual({ contacts: [] });
    google.faults.add({ method: 'people.connections.list', reply, times: 4 });
    expect(await failed(first())).toMatchObject({ code: 'unavailable' });
    expect(google.faults.pending).toHaveLength(1);
  });

  test('that is never answered is given up', async () => {
    google.faults.add({ method: 'people.connections.list', reply: 'hang', times: 3 });
    expect(await failed(first({ timeoutMs: 200 }))).toMatchObject({ code: 'unavailable' });
  });

  test('is refused without the scope, and with a token that has ended', async () => {
    const scopes = ['https://www.googleapis.com/auth/gmail.readonly'];
    expect(await failed(first({ scopes }))).toMatchObject({ code: 'insufficientScope' });
    const { book, accessToken } = bookOf();
    google.oauth.expireAccessTokens({ accessToken });
    expect(await failed(book.listContacts({ signal }))).toMatchObject({ code: 'unauthorized' });
  });

  test('that is ended from outside throws what ended it, and no more is sent', async () => {
    google.faults.add({ method: 'people.connections.list', reply: 'hang' });
    const controller = new AbortController();
    const { book } = bookOf();
    const call = failed(book.listContacts({ signal: controller.signal }));
    setTimeout(() => controller.abort(new Error('Ctrl-C')), 50);
    expect(await call).toMatchObject({ message: 'Ctrl-C' });
  });

  test.each<[string, unknown]>([
    ['no object', 'contacts'],
    ['people without a name of their own', { connections: [{ names: [] }] }],
    ['addresses in a wrong shape', { connections: [{ resourceName: 'people/c1', emailAddresses: 'a@x' }] }],
  ])('that is answered with %s is malformed, and what was answered is not told', async (_, body) => {
    google.faults.add({ method: 'people.connections.list', reply: { status: 200, body } });
    const error = await failed(first());
    expect(error).toMatchObject({ code: 'malformedAnswer' });
    expect(String(error)).not.toContain('a@x');
  });

  test('that fails tells neither the token nor the address', async () => {
    const { book, accessToken } = bookOf();
    const message = `Bad: ${account.address}`;
    google.faults.add({ method: 'people.connections.list', reply: plain(400, { message }) });
    const error = await failed(book.listContacts({ signal }));
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(accessToken);
  });
});

describe('the simulator', () => {
  test('takes a page token only with the parameters that it was given for', async () => {
    for (let index = 0; index < 3; index += 1) account.contacts.add({ emails: [`${index}@x.example`] });
    const { accessToken } = bookOf();
    const list = async (query: string) => {
      const response = await fetch(`${google.url}/v1/people/me/connections?${query}`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      const body: unknown = await response.json();
      return { status: response.status, body };
    };
    const page = await list('personFields=names&pageSize=2');
    expect(page).toMatchObject({ status: 200, body: { totalItems: 3, nextPageToken: expect.any(String) } });
    const token = encodeURIComponent(/"nextPageToken":"([^"]+)"/.exec(JSON.stringify(page.body))?.[1] ?? '');
    expect(await list(`personFields=names&pageSize=2&pageToken=${token}`)).toMatchObject({ status: 200 });
    expect(await list(`personFields=names&pageSize=3&pageToken=${token}`)).toMatchObject({ status: 400 });
    expect(await list('pageSize=2')).toMatchObject({ status: 400 });
    expect(await list('personFields=shoeSize')).toMatchObject({ status: 400 });
    expect(await list('personFields=names&pageSize=1001')).toMatchObject({ status: 400 });
  });
});
