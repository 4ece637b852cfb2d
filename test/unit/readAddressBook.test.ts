import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAddressBook } from '../../shared/adapters/google/addressBook.ts';
import { createGoogleOAuth } from '../../shared/adapters/google/oauth.ts';
import { AgentId, EmailAddress, MailboxId } from '../../shared/domain/ids.ts';
import { ADDRESS_BOOK_SCOPES } from '../../shared/domain/scopes.ts';
import { type AddressBookDeps, readAddressBook } from '../../shared/sync/contacts/readAddressBook.ts';
import { codeChallengeOf } from '../../shared/sync/linking/startConnection.ts';
import { anAddress } from '../support/builders.ts';
import type { Account } from '../support/gmail/account.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { memoryStore } from '../support/memory-store/memoryStore.ts';
import { recordingLog } from '../support/recordingLog.ts';

const redirectUri = 'http://localhost:8765/';

let google: GmailSimulator;
let account: Account;
beforeEach(async () => {
  google = await GmailSimulator.start();
  account = google.addAccount({ address: anAddress('owner') });
});
afterEach(() => google.close());

const owner = () => EmailAddress(account.address);

function aReader() {
  const { clientId, clientSecret, authUrl, tokenUrl, revokeUrl } = google.oauth;
  const waits: number[] = [];
  const store = memoryStore();
  const recorded = recordingLog();
  const deps: AddressBookDeps = {
    oauth: createGoogleOAuth({
      ...{ clientId, clientSecret, authUrl, tokenUrl, revokeUrl },
      consent: { scopes: ADDRESS_BOOK_SCOPES, access: 'online' },
    }),
    openAddressBook: (accessToken) =>
      createAddressBook({ accessToken, rootUrl: google.url, random: () => 0, timeoutMs: 2_000 }),
    connections: store,
    clock: { now: () => new Date(), sleep: async (ms) => void waits.push(ms) },
    log: recorded.log,
  };
  return { deps, store, waits, recorded };
}

type Choice = Parameters<typeof google.oauth.consent>[1];

/** From the consent page on. */
async function read(
  { deps }: ReturnType<typeof aReader>,
  {
    choice = {},
    signal = new AbortController().signal,
    ...more
  }: { choice?: Choice; signal?: AbortSignal; account?: EmailAddress } = {},
) {
  const codeVerifier = randomBytes(32).toString('base64url');
  const codeChallenge = codeChallengeOf(codeVerifier);
  const url = deps.oauth.authorizationUrl({ state: 's', codeChallenge, redirectUri });
  const back = new URL(await google.oauth.consent(url, { account: account.address, ...choice }));
  const code = back.searchParams.get('code') ?? '';
  return readAddressBook(deps, { code, codeVerifier, redirectUri, signal, ...more });
}

const tokenInfo = (token: string | undefined) =>
  fetch(`${google.oauth.tokenInfoUrl}?access_token=${token}`).then(({ status }) => status);
/** The last token that was given out. */
const lastToken = () => google.oauth.grants.issued.at(-1);

describe('an address book', () => {
  test('is read to its end, told whose it is, and the access is over', async () => {
    for (let index = 0; index < 1_001; index += 1) account.contacts.add({ emails: [`${index}@x.example`] });
    const outcome = await read(aReader(), { account: owner() });
    expect(outcome).toMatchObject({ outcome: 'read', owner: account.address, access: 'ended' });
    expect('contacts' in outcome && outcome.contacts.length).toBe(1_001);
    expect(await tokenInfo(lastToken())).toBe(400);
    expect(google.oauth.grants.issued.filter((token) => token.startsWith('1//'))).toEqual([]);
  });

  test('of somebody whose mailbox is connected is read, and the mailbox stays connected', async () => {
    const reader = aReader();
    const { refreshToken } = google.oauth.grant({ address: account.address });
    const to = {
      mailboxId: MailboxId.of(owner()),
      uid: AgentId('agent'),
      emailAddress: owner(),
      now: new Date(),
    };
    await reader.store.connect(to, { sealed: 'sealed', scopes: [] });
    expect(await read(reader)).toMatchObject({ outcome: 'read', access: 'leftToMailbox' });
    expect(google.oauth.grants.refresh(refreshToken)).toBeDefined();
  });

  test('waits where Google limits it, once for a page and a minute at most', async () => {
    const reader = aReader();
    const limit = { method: 'people.connections.list', reply: googleErrors.tooManyRequests() } as const;
    google.faults.add(limit);
    expect(await read(reader)).toMatchObject({ outcome: 'read' });
    expect(reader.waits).toHaveLength(1);
    expect(reader.waits[0]).toBeLessThanOrEqual(60_000);

    google.faults.add({ ...limit, times: 2 });
    await expect(read(reader)).rejects.toMatchObject({ code: 'rateLimited' });
    const later = googleErrors.tooManyRequests(new Date(Date.now() + 3_600_000));
    google.faults.add({ ...limit, reply: later });
    await expect(read(reader)).rejects.toMatchObject({ code: 'rateLimited' });
    expect(reader.waits).toHaveLength(2);
    expect(await tokenInfo(lastToken())).toBe(400);
  });

  test('whose next page is the same one ends, instead of never', async () => {
    const body = { connections: [], nextPageToken: 'again' };
    google.faults.add({ method: 'people.connections.list', reply: { status: 200, body }, times: 9 });
    await expect(read(aReader())).rejects.toMatchObject({ code: 'malformedAnswer' });
    expect(google.faults.pending).toHaveLength(1);
  });
});

describe('the access', () => {
  test('to another account than the one that was named is ended, and nothing is read', async () => {
    const other = google.addAccount({ address: anAddress('other') });
    google.faults.add({ method: 'people.connections.list', reply: googleErrors.internal() });
    expect(await read(aReader(), { account: owner(), choice: { account: other.address } })).toEqual({
      outcome: 'refused',
      reason: 'otherAccount',
      owner: other.address,
      access: 'ended',
    });
    expect(google.faults.pending).toHaveLength(1);
    expect(await tokenInfo(lastToken())).toBe(400);
  });

  test('to an account that is named by the other of Google’s domains is that account’s', async () => {
    account = google.addAccount({ address: 'ann.archer@googlemail.com' });
    const named = EmailAddress('ann.archer@gmail.com');
    expect(await read(aReader(), { account: named })).toMatchObject({ outcome: 'read' });
  });

  test('without the box for contacts ticked is ended', async () => {
    const untick = ['contacts.readonly'];
    expect(await read(aReader(), { choice: { untick } })).toEqual({
      outcome: 'refused',
      reason: 'scopeMissing',
      access: 'ended',
    });
    expect(await tokenInfo(lastToken())).toBe(400);
  });

  test('by a code that Google does not take is none', async () => {
    expect(await read(aReader(), { choice: { deny: true } })).toEqual({
      outcome: 'refused',
      reason: 'codeRejected',
    });
  });

  test('is ended where reading fails, and where it is interrupted', async () => {
    const refusal = { status: 403, body: { error: { code: 403, message: 'No.' } } };
    google.faults.add({ method: 'people.connections.list', reply: refusal });
    await expect(read(aReader())).rejects.toMatchObject({ code: 'forbidden' });
    expect(await tokenInfo(lastToken())).toBe(400);

    const controller = new AbortController();
    google.faults.add({ method: 'people.connections.list', reply: 'hang' });
    const reading = read(aReader(), { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('Ctrl-C')), 100);
    await expect(reading).rejects.toThrow('Ctrl-C');
    expect(await tokenInfo(lastToken())).toBe(400);
  });

  test('is left to lapse where Google does not end it, or nobody’s mailbox can be ruled out', async () => {
    const reader = aReader();
    google.faults.add({ method: 'oauth.revoke', reply: googleErrors.backend() });
    expect(await read(reader)).toMatchObject({ outcome: 'read', access: 'leftToLapse' });
    expect(reader.recorded.lines).toMatchObject([{ event: 'accessNotEnded' }]);

    const readGrant = () => Promise.reject(new Error('Firestore is down'));
    const blind = { ...reader, deps: { ...reader.deps, connections: { readGrant } } };
    expect(await read(blind)).toMatchObject({ outcome: 'read', access: 'leftToLapse' });
    expect(await tokenInfo(lastToken())).toBe(200);
  });

  test('that does not say whose it is, is refused and never ended: it could be a mailbox’s', async () => {
    const scope = ADDRESS_BOOK_SCOPES.join(' ');
    const { accessToken } = google.oauth.grant({ address: account.address, scopes: ADDRESS_BOOK_SCOPES });
    const body = { access_token: accessToken, expires_in: 3599, scope };
    for (const more of [{}, { id_token: 'a.b.c' }, { id_token: `a.${btoa('{"sub":"1"}')}.c` }]) {
      google.faults.add({ method: 'oauth.token', reply: { status: 200, body: { ...body, ...more } } });
      await expect(read(aReader())).rejects.toMatchObject({ code: 'malformedAnswer' });
      expect(await tokenInfo(accessToken)).toBe(200);
    }
  });
});
