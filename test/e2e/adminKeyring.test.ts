import { randomBytes, randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { firestoreGhlLinkStore } from '../../shared/adapters/firestore/ghlLinkStore.ts';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { createGhlVault } from '../../shared/adapters/secrets/ghlVault.ts';
import { createGrantCipher } from '../../shared/adapters/secrets/grantCipher.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import { parseKeyring, Sealed } from '../../shared/domain/keyring.ts';
import { PROPAGATION_MS } from '../../shared/domain/keyringRotation.ts';
import { aWantedLink } from '../support/aWantedLink.ts';
import { freePort } from '../support/emulators/ports.ts';
import { eventually } from '../support/eventually.ts';
import {
  type SecretManagerServer,
  startSecretManager,
} from '../support/secret-manager/secretManagerServer.ts';
import { Agents } from '../support/stack/agents.ts';
import { callFunction } from '../support/stack/callFunction.ts';
import { everyDocument } from '../support/stack/everyDocument.ts';
import { findLeaks } from '../support/stack/findLeaks.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';
import { serveFunctions } from '../support/stack/servedFunctions.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';
import { Tenants } from '../support/tenants.ts';

/** Where many tests run at once, each process takes seconds to start. */
const MANY_PROCESSES_MS = 180_000;

const key = () => randomBytes(32).toString('base64');
const FIRST = { current: 'k1', keys: { k1: key() } };

let manager: SecretManagerServer;
let secret: string;
let stack: Stack;
let db: Firestore;
let agents: Agents;
/** Everything that was printed and logged. */
const told: string[] = [];
/** The one thing that is printed to be secret. */
const keys: [string, string][] = [['the first key', FIRST.keys.k1]];

beforeAll(async () => {
  manager = await startSecretManager({ anonymous: true });
  secret = manager.newSecret(JSON.stringify(FIRST));
  stack = await startStack({
    env: { TOKEN_KEYRING: `${secret}/versions/latest`, SECRET_MANAGER_API_URL: manager.url },
    onLine: (line) => told.push(line),
    onErrorLine: (line) => told.push(line),
  });
  db = new Firestore({ projectId: stack.projectId });
  agents = new Agents(stack, db);
});
afterAll(() => Promise.all([stack?.stop(), db?.terminate(), manager?.close()]));

async function keyring(args: readonly string[], env: Record<string, string> = {}) {
  const run = await runAdmin({ ...stack.env, ...env }, ['keyring', ...args]);
  told.push(run.stderr, args.includes('--print') ? '' : run.stdout);
  return run;
}

const Told = z.object({
  keyring: z.string(),
  current: z.string(),
  taken: z.array(z.string()),
  shut: z.number(),
  next: z.string(),
  nextAt: z.iso.datetime().nullable(),
});

async function rotate(...args: string[]) {
  const run = await keyring(['rotate', ...args, '--json', '--verbose']);
  expect(run).toMatchObject({ exitCode: 0 });
  const { taken, next, nextAt } = Told.parse(JSON.parse(run.stdout));
  return { taken, next, waits: nextAt !== null, stderr: run.stderr };
}

async function sealedWith(): Promise<readonly string[]> {
  const { docs } = await paths.credentials(db).get();
  return docs.map((each) => Sealed.parse(z.string().parse(each.get('sealed')))?.keyId ?? 'none').sort();
}

/** Linked, as the CLI would link it. */
async function aLinkedLocation(written: object): Promise<LocationId> {
  const locationId = await new Tenants(db).location();
  const ring = parseKeyring(JSON.stringify(written));
  const keyrings = { current: async () => ring, containing: async () => ring };
  const token = `pit-${randomUUID()}`;
  const sealed = await createGhlVault(createGrantCipher({ keyrings })).seal(locationId, {
    kind: 'token',
    token,
  });
  await firestoreGhlLinkStore(db).linkLocation(aWantedLink(), {
    locationId,
    version: randomUUID(),
    sealed,
    storedAt: new Date(),
    endedAt: null,
    kind: 'token',
  });
  return locationId;
}

/** What was sealed anew, was so a while ago. */
async function timePasses(): Promise<void> {
  manager.age(secret, PROPAGATION_MS);
  const { docs } = await paths.credentials(db).get();
  const before = new Date(Date.now() - PROPAGATION_MS - 1_000);
  await Promise.all(
    docs.filter((each) => each.get('resealedAt')).map((each) => each.ref.update({ resealedAt: before })),
  );
}

describe('a keyring in Secret Manager', () => {
  test(
    'is rotated step by step while instances, old and new, go on',
    async () => {
      const first = await agents.aLiveAgent();
      await aLinkedLocation(FIRST);
      const status = await keyring(['status', '--json']);
      expect(JSON.parse(status.stdout)).toMatchObject({
        keyring: `${secret}/versions/1`,
        current: 'k1',
        records: 2,
        unreadable: 0,
        next: 'add',
        keys: [{ keyId: 'k1', is: 'current', records: 2 }],
        missing: [],
      });

      expect(await rotate()).toMatchObject({ taken: ['add'], next: 'promote', waits: true });
      expect(await rotate()).toMatchObject({ taken: [], next: 'promote', waits: true });
      await timePasses();
      expect(await rotate()).toMatchObject({ taken: ['promote'], next: 'reseal', waits: true });

      // An instance that goes on with the keyring of before, and one that has the new one.
      const second = await agents.aLiveAgent();
      expect(await sealedWith()).toEqual(['k1', 'k1', 'k1']);
      await timePasses();
      expect(await rotate()).toMatchObject({ taken: ['reseal'], next: 'done' });
      const [current = ''] = await sealedWith();
      expect(await sealedWith()).toEqual([current, current, current]);
      expect(current).toMatch(/^k-\d{8}-[0-9a-f]{4}$/);

      expect(await rotate('--retire')).toMatchObject({ taken: [], next: 'retire', waits: true });
      await timePasses();
      expect(await rotate('--retire')).toMatchObject({ taken: ['retire'], next: 'disable', waits: true });
      await timePasses();
      const ended = await rotate('--retire');
      expect(ended).toMatchObject({ taken: ['disable'], next: 'done' });
      expect(ended.stderr).toContain('gcloud secrets versions destroy $v --secret=');
      expect(manager.versionsOf(secret).map(({ state }) => state)).toEqual([
        ...['DISABLED', 'DISABLED', 'DISABLED', 'ENABLED'],
      ]);

      // The first instance still has the first keyring in memory: it opens the grant to end it.
      await callFunction(stack, 'disconnectGmail', { mailboxId: first.mailboxId }, first.idToken);
      await eventually('the grant is ended at Google', () =>
        told.some((line) => line.includes('"grantEnded"') && line.includes(first.mailboxId)),
      );
      const cold = await serveFunctions({ ...stack.env, PORT: String(await freePort()) }, (line) =>
        told.push(line),
      );
      const { mailboxId, idToken } = second;
      expect(await callFunction({ functions: cold }, 'syncNow', { mailboxId }, idToken)).toMatchObject({
        outcome: 'synced',
      });
      await cold.stop();
    },
    MANY_PROCESSES_MS,
  );

  test(
    'says of grants that nobody can open what is to be done, and by whom',
    async () => {
      const lost = { current: 'k0', keys: { k0: key() } };
      const locationId = await aLinkedLocation(lost);
      const ref = paths.ghlCredential(db, locationId);
      const broken = db.collection('credentials').doc(`ghl:${randomUUID()}`);
      await broken.set({ kind: 'token' });
      const status = await keyring(['status', '--json']);
      expect(JSON.parse(status.stdout)).toMatchObject({
        unreadable: 1,
        missing: [{ keyId: 'k0', records: 1, restorable: false, examples: [`ghl:${locationId}`] }],
      });
      expect(status.stderr).toContain('have them connected again');
      expect(status.stderr).toContain(`gcloud secrets versions list ${secret}`);
      await Promise.all([ref.delete(), broken.delete()]);
    },
    MANY_PROCESSES_MS,
  );

  test(
    'is not printed, and not rotated where instances would not see it',
    async () => {
      const printed = await keyring(['rotate', '--print']);
      expect(printed).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringContaining('stays there') });
      expect(await keyring(['rotate', '--pause', '5'])).toMatchObject({ exitCode: 2, stdout: '' });
      const pinned = { TOKEN_KEYRING: `${secret}/versions/4` };
      const fixed = await keyring(['rotate'], pinned);
      expect(fixed).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('versions/latest, deploy'),
      });
      expect(manager.versionsOf(secret)).toHaveLength(4);
      manager.deny(secret);
      const denied = await keyring(['rotate']);
      expect(denied).toMatchObject({
        exitCode: 1,
        stdout: '',
        stderr: expect.stringMatching(/^SecretManager\.listSecretVersions.+secretVersionManager[^\n]+\n$/),
      });
      manager.grant(secret);
    },
    MANY_PROCESSES_MS,
  );
});

describe('a keyring in the environment', () => {
  test(
    'is rotated by its owner, who alone knows which instance has it',
    async () => {
      let env = { TOKEN_KEYRING: JSON.stringify(FIRST) };
      const { docs } = await paths.credentials(db).get();
      await Promise.all(docs.map((each) => each.ref.delete()));
      await aLinkedLocation(FIRST);

      const begun = await keyring(['rotate', '--json'], env);
      expect(JSON.parse(begun.stdout)).toMatchObject({ taken: [], next: 'add' });

      const print = async (...args: string[]) => {
        const { stdout, stderr, exitCode } = await keyring(['rotate', '--print', ...args], env);
        expect([exitCode, stderr]).toEqual([0, expect.stringContaining('opens every grant')]);
        const printed = z.object({ keys: z.record(z.string(), z.string()) }).parse(JSON.parse(stdout));
        keys.push(...Object.entries(printed.keys));
        env = { TOKEN_KEYRING: stdout.trim() };
        return parseKeyring(env.TOKEN_KEYRING);
      };
      const { next } = await print();
      const { current, keyIds } = await print();
      expect([current.keyId, keyIds]).toEqual([next?.keyId, ['k1', next?.keyId]]);

      expect(await keyring(['rotate'], env)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('--yes'),
      });
      expect(await sealedWith()).toEqual(['k1']);
      const resealed = await keyring(['rotate', '--yes', '--json'], env);
      expect(JSON.parse(resealed.stdout)).toMatchObject({ taken: ['reseal'], next: 'done' });
      expect(await sealedWith()).toEqual([current.keyId]);
      await timePasses();
      expect((await print('--retire')).keyIds).toEqual([current.keyId]);
    },
    MANY_PROCESSES_MS,
  );
});

describe('afterwards', () => {
  test('no key is in what was printed, logged or stored', async () => {
    for (const { value } of manager.versionsOf(secret)) {
      const written = z.object({ keys: z.record(z.string(), z.string()) }).parse(JSON.parse(value));
      keys.push(...Object.entries(written.keys));
    }
    const documents = await everyDocument(db);
    expect(keys.length).toBeGreaterThan(5);
    expect(told.join().length).toBeGreaterThan(2_000);
    expect(findLeaks([...told, ...documents.map(({ text }) => text)], keys)).toEqual([]);
  });
});
