import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type GrantKey, Keyring, parseKeyring } from '../../../shared/domain/keyring.ts';
import { keyringAfter } from '../../../shared/domain/keyringAfter.ts';
import { formatKeyring, withKeys, withNext, without } from '../../../shared/domain/keyringChanges.ts';
import { historyOf, type KeyringVersion, withoutHistory } from '../../../shared/domain/keyringHistory.ts';
import {
  PROPAGATION_MS,
  planRotation,
  type RotationRequest,
  type SealedCounts,
} from '../../../shared/domain/keyringRotation.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const PAUSE_MINUTES = PROPAGATION_MS / 60_000;

const keys = new Map<string, GrantKey>();
function key(keyId: string): GrantKey {
  const known = keys.get(keyId) ?? { keyId, bytes: randomBytes(32) };
  keys.set(keyId, known);
  return known;
}

/** `k1 k2*` has k2 as the current key, `k1* k2+` k2 as the next one. */
function keyring(told: string): Keyring {
  const named = told.split(' ').map((each) => ({ keyId: each.replace(/[*+]$/, ''), mark: each.at(-1) }));
  const marked = (mark: string) => named.find((each) => each.mark === mark)?.keyId;
  const all = named.map(({ keyId }) => [keyId, key(keyId)] as const);
  const next = marked('+');
  return new Keyring(key(marked('*') ?? ''), new Map(all), next === undefined ? undefined : key(next));
}

/** Newest first, each with its age in minutes. */
function history(...told: [string, number][]) {
  const versions = told.map(
    ([text, age], at): KeyringVersion => ({
      number: told.length - at,
      createdAt: minutesAgo(age),
      keyring: text === '' ? undefined : keyring(text),
    }),
  );
  const [newest, ...older] = versions;
  if (!newest?.keyring) throw new Error('The newest is to be read');
  return historyOf(newest.keyring, [newest, ...older]);
}

const sealed = (byKey: Record<string, number>, resealedMinutesAgo?: number): SealedCounts => ({
  byKey: new Map(Object.entries(byKey)),
  unreadable: 0,
  lastResealedAt: resealedMinutesAgo === undefined ? null : minutesAgo(resealedMinutesAgo),
});

const plan = (of: ReturnType<typeof history>, counts: SealedCounts, request: Partial<RotationRequest> = {}) =>
  planRotation(of, counts, {
    now: NOW,
    propagationMs: PROPAGATION_MS,
    retire: false,
    begin: 'unlessJustDone',
    shut: new Map(),
    ...request,
  });

const inMinutes = (minutes: number) => minutesAgo(-minutes);
const [SHORT, LONG] = [PAUSE_MINUTES - 1, PAUSE_MINUTES];
const DAY = 24 * 60;

describe('the next step of a rotation', () => {
  test.each<[string, ReturnType<typeof plan>, object]>([
    ['begins it with a new key', plan(history(['k1*', DAY]), sealed({ k1: 5 })), { step: 'add' }],
    [
      'begins it at once where no key was ever replaced',
      plan(history(['k1*', 0]), sealed({})),
      { step: 'add' },
    ],
    [
      'does not make a key current before everybody has it',
      plan(history(['k1* k2+', SHORT], ['k1*', DAY]), sealed({ k1: 5 })),
      { step: 'wait', before: 'promote', until: inMinutes(1) },
    ],
    [
      'makes the key current that everybody has',
      plan(history(['k1* k2+', LONG], ['k1*', DAY]), sealed({ k1: 5 })),
      { step: 'promote', keyId: 'k2' },
    ],
    [
      'counts from when the key was added, not from when it was named as the next one',
      plan(history(['k1* k2+', 1], ['k1* k2', LONG], ['k1*', DAY]), sealed({ k1: 5 })),
      { step: 'promote', keyId: 'k2' },
    ],
    [
      'counts from when the key came back',
      plan(history(['k1* k2+', 1], ['k1*', 2], ['k1* k2+', LONG]), sealed({ k1: 5 })),
      { step: 'wait', before: 'promote', until: inMinutes(LONG - 1) },
    ],
    [
      'counts no version that cannot be read, nor what is before it',
      plan(history(['k1* k2+', 1], ['', 2], ['k1* k2+', LONG]), sealed({ k1: 5 })),
      { step: 'wait', before: 'promote', until: inMinutes(LONG - 1) },
    ],
    [
      'seals nothing anew while somebody may still seal with the old key',
      plan(history(['k1 k2*', SHORT], ['k1* k2+', DAY]), sealed({ k1: 5 })),
      { step: 'wait', before: 'reseal', until: inMinutes(1) },
    ],
    [
      'seals anew whatever any old key seals',
      plan(history(['k0 k1 k2*', LONG], ['k0 k1* k2+', DAY]), sealed({ k0: 1, k1: 5, k2: 7, k9: 3 })),
      { step: 'reseal', records: 6 },
    ],
    [
      'does not look again at records that are known not to open',
      plan(history(['k1 k2*', LONG], ['k1*', DAY]), sealed({ k1: 2 }), { shut: new Map([['k1', 2]]) }),
      { step: 'done' },
    ],
    [
      'is none where old keys seal nothing and are to stay',
      plan(history(['k1 k2*', LONG], ['k1* k2+', DAY]), sealed({ k2: 5 })),
      { step: 'done' },
    ],
  ])('%s', (_, step, expected) => {
    expect(step).toEqual(expected);
  });

  test.each<[string, ReturnType<typeof plan>, object]>([
    [
      'takes off only the old keys that seal nothing',
      plan(history(['k0 k1 k2*', LONG], ['k0 k1*', DAY]), sealed({ k1: 1, k2: 5 }), {
        retire: true,
        shut: new Map([['k1', 1]]),
      }),
      { step: 'retire', keyIds: ['k0'] },
    ],
    [
      'waits after the last record was sealed anew: who has read it before may open it after',
      plan(history(['k1 k2*', DAY], ['k1*', 2 * DAY]), sealed({ k2: 5 }, SHORT), { retire: true }),
      { step: 'wait', before: 'retire', until: inMinutes(1) },
    ],
    [
      'waits where everything was sealed anew by others',
      plan(history(['k1 k2*', SHORT], ['k1*', DAY]), sealed({ k2: 5 }), { retire: true }),
      { step: 'wait', before: 'retire', until: inMinutes(1) },
    ],
    [
      'disables no version that somebody may still read',
      plan(history(['k2*', SHORT], ['k1 k2*', DAY], ['k2*', 2 * DAY]), sealed({ k2: 5 }), { retire: true }),
      { step: 'wait', before: 'disable', until: inMinutes(1) },
    ],
    [
      'disables the versions that show what was taken off, and no others',
      plan(history(['k2*', LONG], ['k1 k2*', DAY], ['k2*', 2 * DAY]), sealed({ k2: 5 }), { retire: true }),
      { step: 'disable', versions: [2] },
    ],
  ])('of one that takes old keys off %s', (_, step, expected) => {
    expect(step).toEqual(expected);
  });

  test.each<[RotationRequest['begin'], number, string]>([
    ['unlessJustDone', DAY - 1, 'done'],
    ['unlessJustDone', DAY, 'add'],
    ['always', 1, 'add'],
    ['never', 100 * DAY, 'done'],
  ])('begins %s, %i minutes after the last one: %s', (begin, age, step) => {
    const ended = history(['k1 k2*', age], ['k1*', 200 * DAY]);
    expect(plan(ended, sealed({ k2: 5 }), { begin }).step).toBe(step);
  });

  test('puts a key back before anything else, where records need it and a version still has it', () => {
    const dropped = history(['k1*', 1], ['k1 k2*', 20], ['k1 k2* k3', 30]);
    expect(plan(dropped, sealed({ k1: 1, k2: 4 }))).toEqual({ step: 'restore', keyIds: ['k2'] });
    expect(plan(dropped, sealed({ k1: 1, k9: 4 }), { begin: 'never' })).toEqual({ step: 'done' });
  });

  test('of a keyring without versions waits for nobody: its owner knows who has it', () => {
    const fixed = (told: string) => withoutHistory(keyring(told));
    expect(plan(fixed('k1* k2+'), sealed({ k1: 1 }))).toEqual({ step: 'promote', keyId: 'k2' });
    expect(plan(fixed('k1 k2*'), sealed({ k1: 1 }))).toEqual({ step: 'reseal', records: 1 });
    expect(plan(fixed('k1 k2*'), sealed({}), { retire: true })).toEqual({ step: 'retire', keyIds: ['k1'] });
    expect(plan(fixed('k2*'), sealed({}))).toEqual({ step: 'add' });
  });
});

describe('the keyring after a step', () => {
  const fresh = () => key('k9');
  const followed = (told: [string, number][], step: Parameters<typeof keyringAfter>[1]) => {
    const { current, next, keyIds } = keyringAfter(
      history(told[0] ?? ['', 0], ...told.slice(1)),
      step,
      fresh,
    );
    return [current.keyId, next?.keyId, [...keyIds].sort()];
  };

  test('has one key more, the next one, or the next one as the current, or fewer old ones', () => {
    expect(followed([['k1*', 1]], { step: 'add' })).toEqual(['k1', 'k9', ['k1', 'k9']]);
    const promote = { step: 'promote', keyId: 'k2' } as const;
    expect(followed([['k1* k2+', 1]], promote)).toEqual(['k2', undefined, ['k1', 'k2']]);
    const retire = { step: 'retire', keyIds: ['k0'] } as const;
    expect(followed([['k0 k1 k2*', 1]], retire)).toEqual(['k2', undefined, ['k1', 'k2']]);
    const restore = { step: 'restore', keyIds: ['k1'] } as const;
    const dropped: [string, number][] = [
      ['k2*', 1],
      ['k0 k1 k2*', 2],
    ];
    expect(followed(dropped, restore)).toEqual(['k2', undefined, ['k1', 'k2']]);
  });

  test('reads as it was written', () => {
    for (const told of ['k1*', 'k1* k2+', 'k1 k2*', 'k0 k1* k2+']) {
      const written = formatKeyring(keyring(told));
      expect(formatKeyring(parseKeyring(written))).toBe(written);
      expect(parseKeyring(written).next?.keyId).toBe(keyring(told).next?.keyId);
    }
  });

  test('never lacks the current key or the next one, and a key that is there is not replaced', () => {
    expect(without(keyring('k1* k2+'), ['k1', 'k2']).keyIds).toEqual(['k1', 'k2']);
    expect(() => withNext(keyring('k1*'), key('k1'))).toThrow('There is a key k1');
    const impostor = { keyId: 'k1', bytes: randomBytes(32) };
    expect(withKeys(keyring('k1*'), [impostor]).find('k1')).toEqual(key('k1'));
  });

  test.each([
    ['k3', '"next" names no key of "keys"'],
    ['k1', '"next" is "current" already'],
  ])('whose next key is %s is refused', (next, problem) => {
    const written: object = JSON.parse(formatKeyring(keyring('k1* k2+')));
    expect(() => parseKeyring(JSON.stringify({ ...written, next }))).toThrow(problem);
  });
});
