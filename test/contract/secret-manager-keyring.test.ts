import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGrantCipher } from '../../shared/adapters/secrets/grantCipher.ts';
import { createKeyringSource } from '../../shared/adapters/secrets/keyringSource.ts';
import { failureOf } from '../support/secret-manager/failureOf.ts';
import { newSecrets } from '../support/secret-manager/newSecrets.ts';
import {
  type SecretManagerServer,
  startSecretManager,
} from '../support/secret-manager/secretManagerServer.ts';

const MINUTE = 60_000;

let server: SecretManagerServer;
beforeAll(async () => {
  server = await startSecretManager();
});
afterAll(() => server.close());

describe('a keyring in Secret Manager', () => {
  const binding = { purpose: 'gmail', owner: randomBytes(20).toString('base64url') };
  const [k1, k2] = [1, 2].map(() => randomBytes(32).toString('base64'));
  const ONE = JSON.stringify({ current: 'k1', keys: { k1 } });
  const BOTH = JSON.stringify({ current: 'k2', keys: { k1, k2 } });

  /** One instance of a function, with its own caches. */
  function newInstance(secret: string, timing?: Parameters<typeof newSecrets>[1]) {
    const { secrets, clock, pass } = newSecrets(server, timing);
    const keyrings = createKeyringSource({ secrets, configured: `${secret}/versions/latest`, clock });
    return { cipher: createGrantCipher({ keyrings }), pass };
  }

  test('that is rotated in the middle opens at once what another instance sealed with the new key', async () => {
    const secret = server.newSecret(ONE);
    const old = newInstance(secret);
    const before = await old.cipher.seal('grant', binding);
    server.add(secret, BOTH);
    const after = await newInstance(secret).cipher.seal('grant', binding);
    expect(after).toMatch(/^v1\.k2\./);

    const asked = server.accessesOf(secret);
    const opened = Array.from({ length: 20 }, () => old.cipher.open(after, binding));
    expect(new Set(await Promise.all(opened))).toEqual(new Set(['grant']));
    expect(server.accessesOf(secret)).toBe(asked + 1);
    expect(await old.cipher.open(before, binding)).toBe('grant');
    expect(await old.cipher.needsReencryption(before)).toBe(true);
    expect(server.accessesOf(secret)).toBe(asked + 1);
  });

  test('is read anew for an unknown key at most once a minute', async () => {
    const secret = server.newSecret(ONE);
    const { cipher, pass } = newInstance(secret);
    const sealed = await cipher.seal('grant', binding);
    const foreign = sealed.replace('v1.k1.', 'v1.k9.');
    const open = () => failureOf(cipher.open(foreign, binding));
    for (let time = 0; time < 5; time++) expect(await open()).toMatchObject({ code: 'undecryptable' });
    expect(server.accessesOf(secret)).toBe(2);
    pass(MINUTE);
    expect(await open()).toMatchObject({ code: 'undecryptable' });
    expect(server.accessesOf(secret)).toBe(3);
  });

  test('does not condemn a grant whose key nobody has looked for yet', async () => {
    const secret = server.newSecret(ONE);
    const { cipher, pass } = newInstance(secret);
    const sealed = await cipher.seal('grant', binding);
    await failureOf(cipher.open(sealed.replace('v1.k1.', 'v1.k9.'), binding));
    server.add(secret, BOTH);
    const renewed = await newInstance(secret).cipher.seal('grant', binding);
    const failure = await failureOf(cipher.open(renewed, binding));
    expect(failure).toMatchObject({ code: 'unavailable', operation: 'keyring.refresh', retryable: true });
    expect(failure.retryAt).toEqual(new Date('2026-11-22T12:01:00Z'));
    pass(MINUTE);
    expect(await cipher.open(renewed, binding)).toBe('grant');
  });

  test('that cannot be read condemns no grant either', async () => {
    const secret = server.newSecret(ONE);
    const { cipher } = newInstance(secret, { attemptMs: 100, totalMs: 100 });
    const sealed = await cipher.seal('grant', binding);
    server.setDown(secret);
    const unknown = cipher.open(sealed.replace('v1.k1.', 'v1.k2.'), binding);
    expect(await failureOf(unknown)).toMatchObject({ code: 'unavailable', failure: 'unavailable' });
    expect(await cipher.open(sealed, binding)).toBe('grant');
  });

  test('that is written wrongly is nobody’s grant’s fault, and is not echoed', async () => {
    const secret = server.newSecret(JSON.stringify({ current: 'k2', keys: { k1 } }));
    const failure = await failureOf(newInstance(secret).cipher.seal('grant', binding));
    expect(failure).toMatchObject({ code: 'unavailable', operation: 'keyring.parse' });
    expect(failure.message).toContain('"current" names no key');
    expect(inspect(failure, { depth: 10 })).not.toContain(k1?.slice(0, 12));
  });
});
