import { z } from 'zod';

/** AES-256. */
const KEY_BYTES = 32;

/** So short that no key, however encoded, passes for an id and is then named in an error or a record. */
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$/;

/** The parts of a sealed grant: the id of the key that sealed it, and what AES-256-GCM made. */
export interface Sealed {
  readonly keyId: string;
  readonly nonce: string;
  readonly ciphertext: string;
  readonly tag: string;
}

const SEALED = /^v1\.(?<keyId>[\w-]+)\.(?<nonce>[\w-]{16})\.(?<ciphertext>[\w-]*)\.(?<tag>[\w-]{22})$/;

/**
 * A sealed grant as it is stored: `v1.<key id>.<nonce>.<ciphertext>.<tag>`, the last three base64url without
 * padding (12, any number of, and 16 bytes). The key id is in front, so that a range query on `v1.<key id>.`
 * finds what an old key still seals.
 */
export const Sealed = {
  format: ({ keyId, nonce, ciphertext, tag }: Sealed): string =>
    ['v1', keyId, nonce, ciphertext, tag].join('.'),
  /** `undefined` when it is no sealed grant. */
  parse(text: string): Sealed | undefined {
    const { keyId, nonce, ciphertext, tag } = SEALED.exec(text)?.groups ?? {};
    if (!keyId || !KEY_ID.test(keyId) || !nonce || ciphertext === undefined || !tag) return undefined;
    return { keyId, nonce, ciphertext, tag };
  },
};

/** What a sealed grant belongs to: opened for another owner or another purpose, it stays shut. */
export interface GrantBinding {
  /** What the grant is for, e.g. `gmail`; one word a kind of grant, never changed once used. */
  readonly purpose: string;
  /** The id of what it belongs to, e.g. the mailbox. */
  readonly owner: string;
}

/** The additional authenticated data of a sealed grant; it depends on where one part ends and the next begins. */
export function additionalData({ purpose, owner }: GrantBinding): string {
  return JSON.stringify(['grant', 'v1', purpose, owner]);
}

export interface GrantKey {
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** The versioned keys that seal grants. They are private fields, so that no log and no inspection shows them. */
export class Keyring {
  readonly #current: GrantKey;
  readonly #next: GrantKey | undefined;
  readonly #keys: ReadonlyMap<string, GrantKey>;

  constructor(current: GrantKey, keys: ReadonlyMap<string, GrantKey>, next?: GrantKey) {
    this.#current = current;
    this.#next = next;
    this.#keys = keys;
  }

  /** The key that seals; all others only open. */
  get current(): GrantKey {
    return this.#current;
  }

  /** The key that is to become the current one, once every instance has it. */
  get next(): GrantKey | undefined {
    return this.#next;
  }

  get keyIds(): readonly string[] {
    return [...this.#keys.keys()];
  }

  find(keyId: string): GrantKey | undefined {
    return this.#keys.get(keyId);
  }
}

/** Whether rotation still has to seal this grant anew: only after that may the old key be taken off the keyring. */
export function needsReencryption(keyring: Keyring, sealed: Sealed): boolean {
  return sealed.keyId !== keyring.current.keyId;
}

/** A keyring that is written wrongly. It says what and where, and never echoes what was written. */
export class InvalidKeyring extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The keyring is not valid: ${problems.join('; ')}`);
    this.name = 'InvalidKeyring';
    this.problems = problems;
  }
}

/**
 * Reads `{"current":"k2","keys":{"k1":"<base64 of 32 bytes>","k2":"…"}}`, where `next` may name another of the keys.
 *
 * To rotate: add the new key, wait until every instance has read it, make it current, seal every grant anew,
 * and take the old key off last (`planRotation`).
 * @throws InvalidKeyring
 */
export function parseKeyring(text: string): Keyring {
  const parsed = keyringSchema.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  throw new InvalidKeyring(parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the cause: a JSON error quotes the text around the mistake, and that is key material.
    throw new InvalidKeyring(['it is not JSON']);
  }
}

const keyringSchema = z
  .object({
    current: z.string(),
    next: z.string().optional(),
    keys: z.record(z.string(), z.unknown()),
  })
  .transform(({ current, next, keys }, context): Keyring => {
    const problem = (message: string) => context.addIssue({ code: 'custom', message });
    const read = readKeys(keys, problem);
    const sealing = read.get(current);
    if (Object.keys(keys).length === 0) problem('"keys" has no keys');
    else if (!Object.hasOwn(keys, current)) problem('"current" names no key of "keys"');
    if (next !== undefined && !Object.hasOwn(keys, next)) problem('"next" names no key of "keys"');
    else if (next === current) problem('"next" is "current" already');
    const following = next === undefined ? undefined : read.get(next);
    return sealing === undefined ? z.NEVER : new Keyring(sealing, read, following);
  });

function readKeys(written: Record<string, unknown>, problem: (message: string) => void) {
  const keys = new Map<string, GrantKey>();
  const idOf = new Map<string, string>();
  Object.entries(written).forEach(([keyId, value], index) => {
    if (!KEY_ID.test(keyId)) {
      problem(`the id of key number ${index + 1} is not 1 to 20 letters, digits, "_" or "-"`);
      return;
    }
    const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
    const twin = typeof value === 'string' ? idOf.get(value) : undefined;
    if (bytes === undefined) problem(`key ${keyId} is not a string`);
    else if (bytes.toString('base64') !== value) problem(`key ${keyId} is not base64`);
    else if (bytes.length !== KEY_BYTES)
      problem(`key ${keyId} has ${bytes.length} bytes and needs ${KEY_BYTES}`);
    else if (twin !== undefined) problem(`key ${keyId} is the same key as ${twin}`);
    else keys.set(keyId, { keyId, bytes });
    if (typeof value === 'string') idOf.set(value, keyId);
  });
  return keys;
}
