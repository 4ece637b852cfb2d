import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { createGrantCipher } from '../../shared/adapters/secrets/grantCipher.ts';
import { type GrantBinding, InvalidKeyring, parseKeyring, Sealed } from '../../shared/domain/keyring.ts';
import { failureOf } from '../support/secret-manager/failureOf.ts';

const newKey = () => randomBytes(32).toString('base64');
const written = (current: unknown, keys: unknown) => JSON.stringify({ current, keys });

const grant = `1//0g${randomBytes(40).toString('base64url')}`;
const mine: GrantBinding = { purpose: 'gmail', owner: randomBytes(20).toString('base64url') };

function cipherWith(current: string, keys: Record<string, string>) {
  const keyring = parseKeyring(written(current, keys));
  return createGrantCipher({ keyrings: { current: async () => keyring, containing: async () => keyring } });
}

describe('a keyring', () => {
  test('knows its current key and keeps the older ones for opening', () => {
    const k1 = newKey();
    const keyring = parseKeyring(written('k2', { k1, k2: newKey() }));
    expect(keyring.current.keyId).toBe('k2');
    expect(keyring.keyIds).toEqual(['k1', 'k2']);
    expect(Buffer.from(keyring.find('k1')?.bytes ?? []).toString('base64')).toBe(k1);
    expect(keyring.find('k3')).toBeUndefined();
  });

  const short = randomBytes(16).toString('base64');
  const long = randomBytes(48).toString('base64');
  const urlSafe = Buffer.alloc(32, 0xfb).toString('base64url');
  const key = newKey();

  test.each<[string, string, string]>([
    ['text that is not JSON', `current: k1, keys: ${key}`, 'it is not JSON'],
    ['JSON cut off in the middle of a key', `{"current":"k1","keys":{"k1":"${key}`, 'it is not JSON'],
    ['a key alone', JSON.stringify(key), 'expected object'],
    ['no current', JSON.stringify({ keys: { k1: key } }), 'current: '],
    ['no keys', JSON.stringify({ current: 'k1' }), 'keys: '],
    ['an empty list of keys', written('k1', {}), '"keys" has no keys'],
    ['a current that is not among the keys', written('k3', { k1: key }), '"current" names no key'],
    ['a key where the id of the current one belongs', written(key, { k1: key }), '"current" names no key'],
    ['id and key the wrong way round', written('k1', { [key]: 'k1' }), 'the id of key number 1'],
    ['a key of 128 bits', written('k1', { k1: short }), 'key k1 has 16 bytes and needs 32'],
    ['a key that is too long', written('k2', { k1: key, k2: long }), 'key k2 has 48 bytes and needs 32'],
    ['a key with a line break in it', written('k1', { k1: `${key}\n` }), 'key k1 is not base64'],
    ['a key in hexadecimal', written('k1', { k1: randomBytes(32).toString('hex') }), 'key k1 has 48 bytes'],
    ['a key in base64url', written('k1', { k1: urlSafe }), 'key k1 is not base64'],
    ['a key that is not text', written('k1', { k1: 42 }), 'key k1 is not a string'],
    ['the same key twice', written('k2', { k1: key, k2: key }), 'key k2 is the same key as k1'],
    ['an id from the prototype as current', written('constructor', { k1: key }), '"current" names no key'],
  ])('with %s is refused by name and without an echo', (_, text, problem) => {
    let refusal: unknown;
    try {
      parseKeyring(text);
    } catch (error) {
      refusal = error;
    }
    if (!(refusal instanceof InvalidKeyring)) throw new Error('it was accepted');
    expect(refusal.message).toContain(problem);
    const told = inspect(refusal, { depth: 10 });
    for (const secret of [key, short, long, urlSafe]) expect(told).not.toContain(secret.slice(0, 12));
  });

  test('names everything that is wrong at once', () => {
    const wrong = () => parseKeyring(written('k3', { k1: 'short', k2: short }));
    expect(wrong).toThrow(/key k1 is not base64; key k2 has 16 bytes and needs 32; "current" names no key/);
  });

  test('shows no key to whoever prints it', () => {
    const keyring = parseKeyring(written('k1', { k1: key }));
    const shown = inspect(keyring, { depth: 10, showHidden: true }) + JSON.stringify(keyring);
    expect(shown).not.toContain(key.slice(0, 12));
    expect(shown).not.toContain(inspect(Buffer.from(key, 'base64')).slice(8, 30));
  });
});

describe('a sealed grant', () => {
  test('opens for the mailbox and the purpose that it was sealed for', async () => {
    const cipher = cipherWith('k1', { k1: newKey() });
    const sealed = await cipher.seal(grant, mine);
    expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
    expect(await cipher.open(sealed, mine)).toBe(grant);
  });

  test.each(['', 'ü ☃ 🔑', 'x'.repeat(10_000)])('keeps any text, such as %p', async (text) => {
    const cipher = cipherWith('k1', { k1: newKey() });
    expect(await cipher.open(await cipher.seal(text, mine), mine)).toBe(text);
  });

  test('is different each time, although grant and key are the same', async () => {
    const cipher = cipherWith('k1', { k1: newKey() });
    const sealed = await Promise.all(Array.from({ length: 200 }, () => cipher.seal(grant, mine)));
    expect(new Set(sealed.map((text) => Sealed.parse(text)?.nonce)).size).toBe(200);
    expect(new Set(sealed.map((text) => Sealed.parse(text)?.ciphertext)).size).toBe(200);
  });

  test.each<[string, GrantBinding]>([
    ['another mailbox', { ...mine, owner: randomBytes(20).toString('base64url') }],
    ['another purpose', { ...mine, purpose: 'ghl' }],
    ['parts that only look alike when put together', { purpose: 'gmai', owner: `l${mine.owner}` }],
  ])('stays shut for %s', async (_, foreign) => {
    const cipher = cipherWith('k1', { k1: newKey() });
    const failure = await failureOf(cipher.open(await cipher.seal(grant, mine), foreign));
    expect(failure).toMatchObject({ code: 'undecryptable', operation: 'grant.open', retryable: false });
    expect(failure.message).toContain('k1');
  });

  test.each(['nonce', 'ciphertext', 'tag'] as const)(
    'stays shut when any character of its %s is changed',
    async (part) => {
      const cipher = cipherWith('k1', { k1: newKey() });
      const sealed = Sealed.parse(await cipher.seal(grant, mine));
      if (sealed === undefined) throw new Error('it was not sealed');
      for (let at = 0; at < sealed[part].length; at++) {
        const other = sealed[part][at] === 'A' ? 'B' : 'A';
        const altered = sealed[part].slice(0, at) + other + sealed[part].slice(at + 1);
        const failure = await failureOf(cipher.open(Sealed.format({ ...sealed, [part]: altered }), mine));
        expect(failure.code).toBe('undecryptable');
      }
    },
  );

  test('stays shut when its tag is spelled differently, or shortened', async () => {
    const cipher = cipherWith('k1', { k1: newKey() });
    const sealed = await cipher.seal(grant, mine);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(sealed.slice(-1));
    const sameBytes = sealed.slice(0, -1) + alphabet[last + 1];
    expect(Buffer.from(sameBytes.slice(-22), 'base64url')).toEqual(
      Buffer.from(sealed.slice(-22), 'base64url'),
    );
    for (const altered of [sameBytes, sealed.slice(0, -6), `${sealed}A`]) {
      expect((await failureOf(cipher.open(altered, mine))).code).toBe('undecryptable');
    }
  });

  test('stays shut under another key of the same id, and under another id', async () => {
    const sealed = await cipherWith('k1', { k1: newKey() }).seal(grant, mine);
    const others = [cipherWith('k1', { k1: newKey() }), cipherWith('k2', { k2: newKey() })];
    for (const other of others)
      expect((await failureOf(other.open(sealed, mine))).code).toBe('undecryptable');
    const failure = await failureOf(cipherWith('k2', { k2: newKey() }).open(sealed, mine));
    expect(failure.message).toBe('grant.open: undecryptable: no key k1 on the keyring');
  });

  test.each(['', 'plain text', 'v1.k1', 'v2.k1.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA', grant])(
    'is not what %p is, and the failure does not repeat it',
    async (stored) => {
      const cipher = cipherWith('k1', { k1: newKey() });
      const failure = await failureOf(cipher.open(stored, mine));
      expect(failure.message).toBe('grant.open: undecryptable: what is stored is no sealed grant');
    },
  );

  test('that does not open tells neither grant, nor key, nor what is stored', async () => {
    const key = newKey();
    const cipher = cipherWith('k1', { k1: key });
    const sealed = await cipher.seal(grant, mine);
    const failure = await failureOf(cipher.open(sealed, { ...mine, owner: 'somebody-else' }));
    const told = inspect(failure, { depth: 10, showHidden: true });
    const { nonce, ciphertext, tag } = Sealed.parse(sealed) ?? {};
    for (const secret of [grant, key, nonce, ciphertext, tag]) {
      expect(told).not.toContain(String(secret).slice(0, 12));
    }
  });

  test('is sealed anew after a rotation, and only then can do without the old key', async () => {
    const [k1, k2] = [newKey(), newKey()];
    const old = await cipherWith('k1', { k1 }).seal(grant, mine);
    const rotating = cipherWith('k2', { k1, k2 });
    expect(await rotating.needsReencryption(old)).toBe(true);

    const renewed = await rotating.seal(await rotating.open(old, mine), mine);
    expect(await rotating.needsReencryption(renewed)).toBe(false);
    expect(await cipherWith('k2', { k2 }).open(renewed, mine)).toBe(grant);
    expect((await failureOf(cipherWith('k2', { k2 }).open(old, mine))).code).toBe('undecryptable');
  });

  test('takes its nonce from the randomness that it is given', async () => {
    const keyring = parseKeyring(written('k1', { k1: newKey() }));
    const keyrings = { current: async () => keyring, containing: async () => keyring };
    const asked: number[] = [];
    const random = (bytes: number) => {
      asked.push(bytes);
      return new Uint8Array(bytes).fill(7);
    };
    const sealed = await createGrantCipher({ keyrings, random }).seal(grant, mine);
    expect(asked).toEqual([12]);
    expect(Sealed.parse(sealed)?.nonce).toBe(Buffer.alloc(12, 7).toString('base64url'));
  });
});
