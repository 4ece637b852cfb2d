import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyringKeeper } from '../../shared/adapters/secrets/keyringKeeper.ts';
import { secretManager } from '../../shared/adapters/secrets/secretManager.ts';
import { secretVersions } from '../../shared/adapters/secrets/secretVersions.ts';
import { parseKeyring } from '../../shared/domain/keyring.ts';
import { withNext, withNextCurrent, without } from '../../shared/domain/keyringChanges.ts';
import type { KeptKeyring } from '../../shared/ports/keyring.ts';
import { failureOf } from '../support/secret-manager/failureOf.ts';
import {
  ACCESS_TOKEN,
  type SecretManagerServer,
  startSecretManager,
} from '../support/secret-manager/secretManagerServer.ts';

let server: SecretManagerServer;
beforeAll(async () => {
  server = await startSecretManager();
});
afterAll(() => server.close());
beforeEach(() => server.beforeAdd(async () => {}));

const TIMING = { firstDelayMs: 5, attemptMs: 2_000, totalMs: 5_000 };
const [k1, k2] = [1, 2].map(() => randomBytes(32).toString('base64'));
const ONE = JSON.stringify({ current: 'k1', keys: { k1 } });
const BOTH = JSON.stringify({ current: 'k1', next: 'k2', keys: { k1, k2 } });

const keeperOf = (configured: string) =>
  createKeyringKeeper({
    configured,
    access: secretManager(server.clientOptions, TIMING),
    versions: secretVersions(server.clientOptions, TIMING),
  });

const latestOf = (secret: string) => keeperOf(`${secret}/versions/latest`);
const aKey = (keyId: string) => ({ keyId, bytes: randomBytes(32) });
const textsOf = (secret: string) => server.versionsOf(secret).map(({ value }) => value);

/** What is the latest, as instances would read it. */
function newestOf(secret: string) {
  const { current, next, keyIds } = parseKeyring(textsOf(secret).at(-1) ?? '');
  return [current.keyId, next?.keyId, [...keyIds].sort()];
}

const numbersOf = (kept: KeptKeyring) =>
  kept.kind === 'versions' ? kept.versions.map(({ number, keyring }) => [number, keyring?.keyIds]) : [];

describe('a keyring that is kept in Secret Manager', () => {
  test('is read with all its versions, newest first, from page to page', async () => {
    const secret = server.newSecret(ONE, 'no keyring', ONE, BOTH, BOTH);
    server.setState(secret, 3, 'DISABLED');
    server.setState(secret, 1, 'DESTROYED');
    const before = new Date(Date.now() - 60_000);
    const kept = await latestOf(secret).read();
    expect(numbersOf(kept)).toEqual([
      [5, ['k1', 'k2']],
      [4, ['k1', 'k2']],
      [3, undefined],
      [2, undefined],
      [1, undefined],
    ]);
    expect(kept).toMatchObject({ kind: 'versions', secret });
    if (kept.kind === 'versions') expect(kept.versions[0].createdAt.getTime()).toBeGreaterThan(+before);
  });

  test('is followed by another version, which is the newest from then on', async () => {
    const secret = server.newSecret(ONE);
    const keeper = latestOf(secret);
    const kept = await keeper.read();
    expect(await keeper.isNewest(kept)).toBe(true);
    const by = withNext(kept.keyring, aKey('k2'));
    expect(await keeper.replace(kept, by)).toBe('replaced');
    expect(newestOf(secret)).toEqual(['k1', 'k2', ['k1', 'k2']]);
    expect(await keeper.isNewest(kept)).toBe(false);
    expect(await keeper.isNewest(await keeper.read())).toBe(true);

    // Somebody whose answer was lost does it once more.
    expect(await keeper.replace(kept, by)).toBe('replaced');
    expect(textsOf(secret)).toHaveLength(2);
  });

  test('is not followed where somebody else has changed it since it was read', async () => {
    const secret = server.newSecret(ONE);
    const keeper = latestOf(secret);
    const kept = await keeper.read();
    server.add(secret, BOTH);
    expect(await keeper.replace(kept, withNext(kept.keyring, aKey('k3')))).toBe('overtaken');
    expect(textsOf(secret)).toEqual([ONE, BOTH]);
  });

  test('gives way at once to a version that came while another was on its way', async () => {
    const secret = server.newSecret(BOTH);
    const [mine, other] = [latestOf(secret), latestOf(secret)];
    const kept = await mine.read();
    const promoted = withNextCurrent(kept.keyring);
    server.beforeAdd(async () => {
      server.beforeAdd(async () => {});
      await other.replace(await other.read(), promoted);
      await other.replace(await other.read(), withNext(promoted, aKey('k3')));
    });
    expect(await mine.replace(kept, without(kept.keyring, []))).toBe('overtaken');
    expect(textsOf(secret)).toHaveLength(5);
    expect(newestOf(secret)).toEqual(['k2', 'k3', ['k1', 'k2', 'k3']]);
  });

  test('ends with every key of all who change it at the same time', async () => {
    const secret = server.newSecret(ONE);
    const names = ['k3', 'k4', 'k5', 'k6'];
    const answers = await Promise.all(
      names.map(async (name) => {
        const keeper = latestOf(secret);
        const kept = await keeper.read();
        return await keeper.replace(kept, withNext(kept.keyring, aKey(name)));
      }),
    );
    expect(answers).toContain('replaced');
    const [current, , keyIds] = newestOf(secret);
    expect(current).toBe('k1');
    const winner = names[answers.indexOf('replaced')];
    expect(keyIds).toContain(winner);
  });

  test('is not read as long as its newest version is not listed', async () => {
    const secret = server.newSecret(ONE, BOTH);
    server.lag(secret, true);
    const failure = await failureOf(latestOf(secret).read());
    expect(failure).toMatchObject({ code: 'unavailable', operation: 'keyring.read', retryable: true });
    server.lag(secret, false);
    expect(numbersOf(await latestOf(secret).read())).toHaveLength(2);
  });

  test('has versions disabled, again and again, destroyed ones too', async () => {
    const secret = server.newSecret(ONE, ONE, BOTH);
    server.setState(secret, 1, 'DESTROYED');
    const keeper = latestOf(secret);
    const kept = await keeper.read();
    for (let time = 0; time < 2; time += 1) await keeper.disable(kept, [1, 2]);
    expect(server.versionsOf(secret).map(({ state }) => state)).toEqual(['DESTROYED', 'DISABLED', 'ENABLED']);
  });

  test('that cannot be changed says which roles somebody needs, and no key', async () => {
    const secret = server.newSecret(ONE);
    const keeper = latestOf(secret);
    const kept = await keeper.read();
    server.beforeAdd(async () => server.deny(secret));
    const failures = [await failureOf(keeper.replace(kept, withNext(kept.keyring, aKey('k2'))))];
    failures.push(await failureOf(keeper.read()));
    for (const failure of failures) {
      expect(failure.message).toContain('roles/secretmanager.secretVersionManager');
      const told = inspect(failure, { depth: 12, showHidden: true });
      for (const word of [ACCESS_TOKEN, k1]) expect(told).not.toContain(word?.slice(0, 12));
    }
    expect(failures.map(({ operation }) => operation)).toEqual([
      'secretManager.addSecretVersion',
      'secretManager.listSecretVersions',
    ]);
  });

  test('of which an addition broke is not added to once more by itself', async () => {
    const secret = server.newSecret(ONE);
    const keeper = latestOf(secret);
    const kept = await keeper.read();
    server.beforeAdd(async () => server.failNext(secret, 503));
    const failure = await failureOf(keeper.replace(kept, withNext(kept.keyring, aKey('k2'))));
    expect(failure).toMatchObject({ code: 'unavailable', operation: 'secretManager.addSecretVersion' });
    expect(textsOf(secret)).toEqual([ONE]);
  });

  test('without a version, or whose newest is disabled, is told so', async () => {
    expect(await failureOf(latestOf(server.newSecret()).read())).toMatchObject({ code: 'unavailable' });
    const secret = server.newSecret(ONE, BOTH);
    server.setState(secret, 2, 'DISABLED');
    expect((await failureOf(latestOf(secret).read())).message).toContain('enable this version');
  });
});

describe('a keyring that is fixed', () => {
  test.each([
    ['in the environment', () => ONE, null],
    ['by the number of its version', () => `${server.newSecret(ONE, BOTH)}/versions/1`, 'version'],
  ])('%s is read, and changed nowhere', async (_, configured, version) => {
    const keeper = keeperOf(configured());
    const kept = await keeper.read();
    expect(kept).toMatchObject({ kind: 'fixed', version: version && expect.stringMatching(/versions\/1$/) });
    expect(kept.keyring.keyIds).toEqual(['k1']);
    expect(await keeper.isNewest(kept)).toBe(true);
    await expect(keeper.replace(kept, kept.keyring)).rejects.toThrow(RangeError);
  });
});
