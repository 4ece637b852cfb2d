import { describe, expect, test } from '@jest/globals';
import { EMULATOR_NAMES } from '../../support/emulators/emulators.ts';
import { javaMajor } from '../../support/emulators/findJava.ts';
import { type Machine, planEmulators } from '../../support/emulators/planEmulators.ts';

const firestoreScript = '/sdk/platform/cloud-firestore-emulator/cloud_firestore_emulator';
const pubsubScript = '/sdk/platform/pubsub-emulator/bin/cloud-pubsub-emulator';
const complete: Machine = { env: {}, sdkRoot: '/sdk', java: 17, exists: () => true };
const plan = (machine: Partial<Machine>) => planEmulators(EMULATOR_NAMES, { ...complete, ...machine });
const sources = (machine: Partial<Machine>) => {
  const planned = plan(machine);
  return 'missing' in planned ? planned : Object.fromEntries(planned.sources);
};

describe('where an emulator comes from', () => {
  test('with the Cloud SDK and Java 17: its scripts, and the Auth server that needs neither', () => {
    expect(sources({})).toEqual({
      firestore: { kind: 'sdk', script: firestoreScript },
      pubsub: { kind: 'sdk', script: pubsubScript },
      auth: { kind: 'auth-server' },
    });
  });

  test('one that runs already is reused, whatever is installed', () => {
    const env = { FIRESTORE_EMULATOR_HOST: 'localhost:1', PUBSUB_EMULATOR_HOST: 'localhost:2' };
    expect(sources({ env, sdkRoot: undefined, java: undefined })).toEqual({
      firestore: { kind: 'running', host: 'localhost:1' },
      pubsub: { kind: 'running', host: 'localhost:2' },
      auth: { kind: 'auth-server' },
    });
  });

  test('an SDK without the component leaves it to firebase-tools, given Java 21', () => {
    const exists = (path: string) => path !== pubsubScript;
    expect(sources({ exists, java: 21 })).toMatchObject({
      firestore: { kind: 'sdk' },
      pubsub: { kind: 'firebase-tools' },
    });
  });

  test('an empty variable counts as not set', () => {
    expect(sources({ env: { FIRESTORE_EMULATOR_HOST: '' } })).toMatchObject({ firestore: { kind: 'sdk' } });
  });
});

describe('what is missing is said in one line', () => {
  test.each([
    ['no Java', { java: undefined }, /^Java 17 or newer was not found on PATH: install it \(Debian: .*\)/],
    ['an old Java', { java: 11 }, /^Java 11 was found but the emulators need Java 17 or newer: install/],
    ['no SDK', { sdkRoot: undefined }, /^The Firestore emulator was not found: install it with the Google/],
    ['neither', { sdkRoot: undefined, java: undefined }, /^The Firestore emulator was not found: install it/],
  ])('%s', (_, machine, line) => {
    expect(plan(machine)).toEqual({ missing: expect.stringMatching(line) });
    expect(plan(machine)).toEqual({ missing: expect.not.stringContaining('\n') });
  });
});

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_402"', 8],
  ['openjdk version "25" 2025-09-16', 25],
  ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
])('Java’s version is read from %p', (text, major) => {
  expect(javaMajor(text)).toBe(major);
});
