import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { firestoreGhlLinkStore } from '../../shared/adapters/firestore/ghlLinkStore.ts';
import { firestoreTenancyStore } from '../../shared/adapters/firestore/tenancyStore.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import { DAY_MS, GhlLinking, type GhlProcess } from '../support/ghlLinking.ts';
import { mortal } from '../support/mortal.ts';
import { recordingLog } from '../support/recordingLog.ts';
import { aProjectId } from '../support/stack/environment.ts';
import { everyDocument } from '../support/stack/everyDocument.ts';
import { findLeaks } from '../support/stack/findLeaks.ts';
import { Tenants } from '../support/tenants.ts';

const projectId = aProjectId();
const db = new Firestore({ projectId });
let linking: GhlLinking;
beforeAll(async () => {
  linking = await GhlLinking.start(firestoreGhlLinkStore(db));
});
afterAll(() => Promise.all([linking.close(), db.terminate()]));

async function anExpiredLink() {
  const locationId = await new Tenants(db).location();
  const at = linking.ghl.addLocation();
  const grant = linking.ghl.oauth.grant(at);
  await linking.linkByOAuth(locationId, at, grant);
  linking.clock.pass(DAY_MS);
  return { locationId, grant };
}

const call = async (locationId: LocationId, process: GhlProcess = linking.process()) =>
  (await linking.access(process).open(locationId)).listContacts({ limit: 1 });

const statusOf = async (locationId: LocationId) =>
  (await firestoreTenancyStore(db, recordingLog().log).readLocation(locationId))?.ghl?.status;

describe('on Firestore', () => {
  test('ten processes that need a new token at the same time spend one refresh token', async () => {
    const { locationId } = await anExpiredLink();
    const clients = Array.from({ length: 10 }, () => new Firestore({ projectId }));
    const before = linking.asked;
    const processes = clients.map((client) => ({
      ...linking.process(),
      links: firestoreGhlLinkStore(client),
    }));
    await Promise.all(processes.map((process) => call(locationId, process)));
    expect(linking.asked - before).toBe(1);
    expect(await linking.links.readCredential(locationId)).toMatchObject({ renewal: null, endedAt: null });
    expect(await statusOf(locationId)).toBe('linked');
    await Promise.all(clients.map((client) => client.terminate()));
  });

  test('a lease that a dead process has left is taken over when it has run out', async () => {
    const { locationId } = await anExpiredLink();
    // It dies with the lease, before it asks.
    const dead = mortal(linking.process(), { at: 4, kind: 'dies' });
    await expect(call(locationId, dead)).rejects.toThrow();
    expect(await linking.links.readCredential(locationId)).toMatchObject({
      renewal: { holder: expect.any(String) },
    });
    const before = linking.asked;
    linking.clock.pass(61_000);
    await Promise.all([1, 2, 3].map(() => call(locationId)));
    expect(linking.asked - before).toBe(1);
  });

  test('a pair that nobody stored ends the link for everybody, and is asked for once', async () => {
    const { locationId } = await anExpiredLink();
    const dead = mortal(linking.process(), { at: 5, kind: 'diesUnheard' });
    await expect(call(locationId, dead)).rejects.toThrow();
    const before = linking.asked;
    linking.clock.pass(61_000);
    const ends = await Promise.allSettled([1, 2, 3].map(() => call(locationId)));
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(linking.asked - before).toBe(1);
    expect(await statusOf(locationId)).toBe('revoked');
  });

  test('no document and no log line has a token, before a renewal and after it', async () => {
    const { locationId, grant } = await anExpiredLink();
    await call(locationId);
    const renewed = await linking.links.readCredential(locationId);
    const secret = renewed && (await linking.vault.open(locationId, renewed.sealed));
    if (secret?.kind !== 'oauth') throw new Error('It was not renewed');
    const secrets = [grant.accessToken, grant.refreshToken, secret.accessToken, secret.refreshToken];
    const documents = (await everyDocument(db)).map(({ text }) => text);
    const lines = linking.recorded.lines.map((line) => JSON.stringify(line));
    expect(documents.filter((text) => text.includes(locationId)).length).toBeGreaterThanOrEqual(2);
    expect(new Set(secrets).size).toBe(4);
    // They all begin with the same header.
    const named = secrets.map((token, at): [string, string] => [
      `token ${at}`,
      token.split('.').slice(1).join('.'),
    ]);
    expect(findLeaks([...documents, ...lines], named)).toEqual([]);
  });

  test('what is sealed for one location does not open another', async () => {
    const [mine, other] = [await anExpiredLink(), await anExpiredLink()];
    const sealed = (await linking.links.readCredential(other.locationId))?.sealed ?? '';
    await expect(linking.vault.open(mine.locationId, sealed)).rejects.toMatchObject({
      code: 'undecryptable',
    });
  });
});
