import { type GrantKey, Keyring } from './keyring.ts';

/** Nothing is sealed with the key yet: first, everybody has to have it. */
export function withNext(keyring: Keyring, next: GrantKey): Keyring {
  if (keyring.find(next.keyId)) throw new RangeError(`There is a key ${next.keyId} on the keyring already`);
  return new Keyring(keyring.current, new Map([...keysOf(keyring), [next.keyId, next]]), next);
}

export function withNextCurrent(keyring: Keyring): Keyring {
  if (!keyring.next) throw new RangeError('No key is to become the current one');
  return new Keyring(keyring.next, keysOf(keyring));
}

/** Neither the current key nor the next one goes. */
export function without(keyring: Keyring, keyIds: readonly string[]): Keyring {
  const stay = [keyring.current.keyId, keyring.next?.keyId];
  const left = [...keysOf(keyring)].filter(([keyId]) => stay.includes(keyId) || !keyIds.includes(keyId));
  return new Keyring(keyring.current, new Map(left), keyring.next);
}

/** With these keys for opening as well; where there is one of that id already, that one stays. */
export function withKeys(keyring: Keyring, keys: readonly GrantKey[]): Keyring {
  const more = keys.map((key) => [key.keyId, key] as const);
  return new Keyring(keyring.current, new Map([...more, ...keysOf(keyring)]), keyring.next);
}

/** What `parseKeyring` reads. It is key material: for the place where the keyring is kept, and for no other. */
export function formatKeyring(keyring: Keyring): string {
  const keys = [...keysOf(keyring)].map(([keyId, { bytes }]) => [
    keyId,
    Buffer.from(bytes).toString('base64'),
  ]);
  return JSON.stringify({
    current: keyring.current.keyId,
    ...(keyring.next && { next: keyring.next.keyId }),
    keys: Object.fromEntries(keys),
  });
}

export const isSameKey = (a: GrantKey | undefined, b: GrantKey | undefined): boolean =>
  a !== undefined && b !== undefined && a.keyId === b.keyId && Buffer.compare(a.bytes, b.bytes) === 0;

export const keysOf = (keyring: Keyring): ReadonlyMap<string, GrantKey> =>
  new Map(
    keyring.keyIds.flatMap((keyId) => [keyring.find(keyId)].flatMap((key) => (key ? [[keyId, key]] : []))),
  );
