import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SyncError } from '../../shared/domain/syncError.ts';
import { aLocation } from '../support/builders.ts';
import { DAY_MS, GhlLinking } from '../support/ghlLinking.ts';
import { memoryStore } from '../support/memory-store/memoryStore.ts';

/** What the store's next operations of a name do, instead of what they should. */
const broken = new Map<string, number>();
const store = memoryStore({
  beforeEach: (operation) => {
    const times = broken.get(operation) ?? 0;
    broken.set(operation, times - 1);
    if (times > 0) throw new SyncError('unavailable', operation);
  },
});

let linking: GhlLinking;
beforeEach(async () => {
  linking = await GhlLinking.start(store);
});
afterEach(() => linking.close());

async function anOAuthLink() {
  const { locationId } = aLocation();
  store.putLocation(aLocation({ locationId }));
  const at = linking.ghl.addLocation();
  const first = await linking.linkByOAuth(locationId, at);
  return {
    locationId,
    at,
    first,
    status: () => store.findLocation(locationId)?.ghl?.status,
    open: (access = linking.access()) => access.open(locationId),
    call: async (access = linking.access()) => (await access.open(locationId)).listContacts({ limit: 1 }),
  };
}

describe('an access token', () => {
  test('is used until a minute before it ends, without asking for another', async () => {
    const { call, first } = await anOAuthLink();
    const access = linking.access();
    await call(access);
    linking.clock.pass(DAY_MS - 62_000);
    await call(access);
    await call();
    expect(linking.asked).toBe(0);
    expect(await store.readCredential(first.locationId)).toEqual(first);
  });

  test('is renewed in its last minute, once, and the pair is stored before it is used', async () => {
    const { call, locationId, first, open } = await anOAuthLink();
    const ghl = await open();
    linking.clock.pass(DAY_MS - 60_000);
    await Promise.all([1, 2, 3].map(() => ghl.listContacts({ limit: 1 })));
    expect(linking.asked).toBe(1);
    const stored = await store.readCredential(locationId);
    expect(stored).toMatchObject({ renewal: null, endedAt: null, storedAt: linking.clock.now() });
    expect(stored?.version).not.toBe(first.version);
    // Another process needs nothing but what is stored.
    await call();
    expect(linking.asked).toBe(1);
  });

  test('is renewed once by ten processes that need it at the same time, and all go on', async () => {
    const { call } = await anOAuthLink();
    linking.clock.pass(DAY_MS);
    await Promise.all(Array.from({ length: 10 }, () => call()));
    expect(linking.asked).toBe(1);
  });

  test('that GHL refuses before its time is renewed, and the call made once more', async () => {
    const { open, at } = await anOAuthLink();
    const ghl = await open();
    await ghl.listContacts({ limit: 1 });
    linking.clock.pass(120_000);
    endAccessTokens(at.id);
    await ghl.listContacts({ limit: 1 });
    await ghl.listContacts({ limit: 1 });
    expect(linking.asked).toBe(1);
    // The refused one counts as well.
    expect(at.count('contacts.search')).toBe(4);
  });

  test('that is refused again as soon as it is new ends the link', async () => {
    const { open, at, status, call } = await anOAuthLink();
    const ghl = await open();
    linking.clock.pass(120_000);
    linking.ghl.faults.add({ method: 'contacts.search', account: at.id, times: 9, reply: REFUSED });
    await expect(ghl.listContacts({ limit: 1 })).rejects.toMatchObject({ code: 'unauthorized' });
    expect(linking.asked).toBe(1);
    expect(status()).toBe('revoked');
    await expect(call()).rejects.toMatchObject({ code: 'unauthorized', operation: 'ghl.open' });
    expect(linking.asked).toBe(1);
  });
});

const REFUSED = { status: 401, body: { statusCode: 401, message: 'Invalid JWT' } };

/** GHL no longer takes the access tokens of a location, however long they were to live. */
function endAccessTokens(account: string): void {
  linking.ghl.faults.add({ method: 'contacts.search', account, reply: REFUSED });
}

describe('a Private Integration Token', () => {
  async function aTokenLink() {
    const { locationId } = aLocation();
    store.putLocation(aLocation({ locationId }));
    const at = linking.ghl.addLocation();
    await linking.linkByToken(locationId, at);
    return { locationId, at };
  }

  test('is used as it is', async () => {
    const { locationId, at } = await aTokenLink();
    linking.clock.pass(400 * DAY_MS);
    await (await linking.access().open(locationId)).listContacts({ limit: 1 });
    expect(at.count('contacts.search')).toBe(1);
    expect(linking.asked).toBe(0);
  });

  test('that GHL refuses ends the link, and one that replaces it opens it again', async () => {
    const { locationId, at } = await aTokenLink();
    const access = linking.access();
    const ghl = await access.open(locationId);
    linking.ghl.oauth.uninstall(at);
    await expect(ghl.listContacts({ limit: 1 })).rejects.toMatchObject({ code: 'unauthorized' });
    expect(store.findLocation(locationId)?.ghl?.status).toBe('revoked');
    await linking.linkByToken(locationId, at);
    await (await access.open(locationId)).listContacts({ limit: 1 });
    // What was opened before finds the new one as well.
    await ghl.listContacts({ limit: 1 });
  });

  test('that was replaced meanwhile does not end the link when GHL refuses it', async () => {
    const { locationId, at } = await aTokenLink();
    const ghl = await linking.access().open(locationId);
    linking.ghl.oauth.uninstall(at);
    await linking.linkByToken(locationId, at);
    await ghl.listContacts({ limit: 1 });
    expect(store.findLocation(locationId)?.ghl?.status).toBe('linked');
  });

  test('opens nothing once the location is unlinked, not even for whoever knows it', async () => {
    const { locationId } = await aTokenLink();
    const access = linking.access();
    await access.open(locationId);
    await store.unlinkLocation(locationId);
    await expect(access.open(locationId)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  test('is never used for another one of GHL’s locations than the link names', async () => {
    const { locationId } = await aTokenLink();
    const access = linking.access();
    await access.open(locationId);
    const other = linking.ghl.addLocation();
    await linking.linkByToken(locationId, other);
    await (await access.open(locationId)).listContacts({ limit: 1 });
    expect(other.count('contacts.search')).toBe(1);
  });
});

describe('a refresh', () => {
  test('that fails because GHL is down is repeated by whoever comes next, without waiting', async () => {
    const { call, status } = await anOAuthLink();
    linking.clock.pass(DAY_MS);
    linking.ghl.faults.add({ method: 'oauth.token', reply: { status: 503, body: {} } });
    await expect(call()).rejects.toMatchObject({ code: 'unavailable' });
    await call();
    expect(linking.asked).toBe(2);
    expect(status()).toBe('linked');
  });

  test('whose answer is lost ends the link, and nobody asks again', async () => {
    const { call, status, locationId } = await anOAuthLink();
    linking.clock.pass(DAY_MS);
    linking.ghl.faults.add({ method: 'oauth.token', when: 'after', reply: 'close' });
    await expect(call()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(call()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(status()).toBe('revoked');
    await expect(call()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(linking.asked).toBe(2);
    expect(linking.recorded.lines).toContainEqual({
      event: 'ghlLinkRevoked',
      fields: { locationId, code: 'grantRevoked', operation: 'ghl.oauth.refresh' },
    });
  });

  test.each<[string, { status: number; body: unknown }, string]>([
    ['refuses our app', { status: 401, body: { error: 'invalid_client' } }, 'invalidRequest'],
    ['limits us', { status: 429, body: {} }, 'rateLimited'],
    ['answers something else', { status: 200, body: { token: 'x' } }, 'malformedAnswer'],
    ['answers a page', { status: 502, body: '<html>' }, 'unavailable'],
  ])('that GHL %s for costs no link', async (_, reply, code) => {
    const { call, status } = await anOAuthLink();
    linking.clock.pass(DAY_MS);
    linking.ghl.faults.add({ method: 'oauth.token', reply });
    await expect(call()).rejects.toMatchObject({ code });
    expect(status()).toBe('linked');
    await call();
  });

  test('is stored although the store fails a few times, because the old token is spent', async () => {
    const { call, locationId } = await anOAuthLink();
    linking.clock.pass(DAY_MS);
    const process = linking.process();
    const refresh = process.ghlOAuth.refresh;
    const ghlOAuth = {
      ...process.ghlOAuth,
      refresh: async (token: string) => {
        const grant = await refresh(token);
        broken.set('changeCredential', 4);
        return grant;
      },
    };
    await call(linking.access({ ...process, ghlOAuth }));
    expect(await store.readCredential(locationId)).toMatchObject({ renewal: null, endedAt: null });
    expect(linking.asked).toBe(1);
  });
});
