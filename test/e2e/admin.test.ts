import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { firestoreGhlLinkStore } from '../../shared/adapters/firestore/ghlLinkStore.ts';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { createGhlVault } from '../../shared/adapters/secrets/ghlVault.ts';
import { createGrantCipher } from '../../shared/adapters/secrets/grantCipher.ts';
import { LocationId } from '../../shared/domain/ids.ts';
import { parseKeyring } from '../../shared/domain/keyring.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { type Document, everyDocument } from '../support/stack/everyDocument.ts';
import { findLeaks } from '../support/stack/findLeaks.ts';
import { type AdminRun, runAdmin } from '../support/stack/runAdmin.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';

let ghl: GhlSimulator;
let stack: Stack;
let db: Firestore;
const logged: string[] = [];
/** Everything that a command has printed. */
const printed: string[] = [];
const tokens: [string, string][] = [];
const states: [string, string][] = [];

beforeAll(async () => {
  ghl = await GhlSimulator.start();
  stack = await startStack({
    env: {
      GHL_API_URL: ghl.url,
      GHL_CLIENT_ID: ghl.oauth.client.clientId,
      GHL_CLIENT_SECRET: ghl.oauth.client.clientSecret,
      GHL_OAUTH_AUTH_URL: 'https://ghl.example/oauth/chooselocation',
    },
    onLine: (line) => logged.push(line),
    onErrorLine: (line) => logged.push(line),
  });
  db = new Firestore({ projectId: stack.projectId });
});
afterAll(() => Promise.all([stack?.stop(), ghl?.close(), db?.terminate()]));

async function admin(args: readonly string[], stdin?: string): Promise<AdminRun> {
  const run = await runAdmin(stack.env, args, stdin);
  printed.push(run.stdout, run.stderr);
  return run;
}

const document = async (id: string) => (await paths.location(db, LocationId(id)).get()).data();

const aToken = (of: ReturnType<GhlSimulator['addLocation']>): string => {
  const token = ghl.token(of);
  tokens.push(['a private integration token', token]);
  return token;
};

async function aLocation(): Promise<string> {
  const id = `location-${randomUUID()}`;
  await paths.location(db, LocationId(id)).set({ name: 'Estio', crmField: 'kept' });
  return id;
}

describe('locations and agents', () => {
  const id = `location-${randomUUID()}`;

  test('a location is added once, shown, and set as the sync will read it', async () => {
    const add = ['locations', 'add', id, '--name', 'Estio'];
    expect(await admin(add)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await admin(add)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `There is a location ${id} already: change it with "locations set".\n`,
    });
    const settings = ['--exclude', 'Bank.example, Boss <boss@x.example>', '--share-mailboxes', 'no'];
    const set = await admin(['locations', 'set', id, ...settings, '--json']);
    expect(set).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(set.stdout)).toEqual({
      locationId: id,
      name: 'Estio',
      shareMailboxes: false,
      excluded: ['bank.example', 'boss@x.example'],
      skipAutomated: false,
      ghl: null,
    });
    expect(await document(id)).toEqual({
      name: 'Estio',
      shareMailboxes: false,
      excluded: ['bank.example', 'boss@x.example'],
    });
    expect((await admin(['locations', 'list'])).stdout).toMatch(new RegExp(`^${id}  Estio +no `, 'm'));
  });

  test('an agent is let in and, once that is confirmed, out', async () => {
    const uid = randomUUID();
    const add = ['agents', 'add', id, uid, '--email', 'ann@x.example'];
    expect(await admin(add)).toMatchObject({ exitCode: 0 });
    const listed = await admin(['agents', 'list', id, '--json']);
    expect(JSON.parse(listed.stdout)).toEqual([{ uid, email: 'ann@x.example', locations: [id] }]);
    const remove = ['agents', 'remove', id, uid];
    expect(await admin(remove)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--yes') });
    expect(await admin([...remove, '--yes'])).toMatchObject({ exitCode: 0 });
    expect(await admin([...remove, '--yes'])).toMatchObject({ exitCode: 1 });
    expect((await admin(['agents', 'list', id])).stderr).toBe(`Nobody works in location ${id}.\n`);
  });

  test.each<[string, readonly string[], number]>([
    ['a location that is not there', ['locations', 'show', 'nowhere'], 1],
    ['an entry that excludes nobody', ['locations', 'set', id, '--exclude', 'the bank'], 2],
    ['a command that does not exist', ['locations', 'drop', id], 2],
  ])('%s is refused in one line that says what to do', async (_, args, exitCode) => {
    const run = await admin(args);
    expect(run).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(/^[^\n]{20,}\n$/) });
    expect(run.stderr).not.toMatch(/ at |Error:/);
  });
});

describe('a link by a token', () => {
  test('is made once GHL has taken it, keeps the document, and shows no token', async () => {
    const [id, at] = [await aLocation(), ghl.addLocation()];
    const token = aToken(at);
    const link = ['ghl', 'link', id, '--token-stdin', '--ghl-location', at.id];
    expect(await admin([...link, '--max-age-days', '7', '--log-history'], `${token}\n`)).toMatchObject({
      exitCode: 0,
      stdout: `Location ${id} is linked to ${at.id} at GHL.\n`,
    });
    expect(await document(id)).toEqual({
      name: 'Estio',
      crmField: 'kept',
      ghl: {
        ghlLocationId: at.id,
        kind: 'token',
        status: 'linked',
        conversationProviderId: null,
        logHistory: true,
        maxAgeDays: 7,
        createContacts: false,
      },
    });
    const { credential } = await firestoreGhlLinkStore(db).readGhlLink(LocationId(id));
    expect(credential).toMatchObject({ kind: 'token', endedAt: null });

    // A token that replaces it leaves the settings as they are.
    expect(await admin(['ghl', 'link', id, '--token-stdin'], aToken(at))).toMatchObject({ exitCode: 0 });
    const status = await admin(['ghl', 'status', id, '--json']);
    expect(JSON.parse(status.stdout)).toMatchObject({ status: 'linked', logHistory: true, maxAgeDays: 7 });
    expect(await admin(['ghl', 'unlink', id, '--yes'])).toMatchObject({ exitCode: 0 });
    const unlinked = { name: 'Estio', crmField: 'kept', ghl: null, unlinkedFrom: at.id };
    expect(await document(id)).toEqual(unlinked);
    expect(await firestoreGhlLinkStore(db).readCredential(LocationId(id))).toBeUndefined();

    // Operations may move it, and are told what stays.
    const other = ghl.addLocation();
    const move = ['ghl', 'link', id, '--token-stdin', '--ghl-location', other.id];
    const moved = await admin(move, aToken(other));
    expect(moved).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining(`that they have at ${at.id}`),
    });
    expect(await document(id)).toMatchObject({ ghl: { ghlLocationId: other.id } });
  });

  test('is refused for another location of GHL’s, for a dead token, and without one', async () => {
    const [id, at, other] = [await aLocation(), ghl.addLocation(), ghl.addLocation()];
    const link = ['ghl', 'link', id, '--token-stdin', '--ghl-location', at.id];
    const foreign = await admin(link, aToken(other));
    expect(foreign).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--ghl-location') });
    const dead = await admin(link, `pit-${randomUUID()}`);
    expect(dead).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('does not take this token') });
    expect(await admin(['ghl', 'link', id])).toMatchObject({ exitCode: 2 });
    expect(await document(id)).toEqual({ name: 'Estio', crmField: 'kept' });
  });
});

describe('a link by OAuth', () => {
  const Started = z.object({ url: z.url(), ghlLocationId: z.string(), redirectUri: z.url() });

  async function begin(id: string, ghlLocationId: string) {
    const { stdout } = await admin(['ghl', 'link', id, '--oauth', '--ghl-location', ghlLocationId, '--json']);
    const { url, redirectUri } = Started.parse(JSON.parse(stdout));
    const state = new URL(url).searchParams.get('state') ?? '';
    states.push(['a state', state]);
    return { url: new URL(url), state, redirectUri };
  }

  const callback = (query: Record<string, string>, init?: RequestInit) =>
    fetch(`${stack.functions.url}/api/crm/callback?${new URLSearchParams(query)}`, init);

  test('is made by whoever opens the URL and chooses that location, once', async () => {
    const [id, at] = [await aLocation(), ghl.addLocation()];
    const { url, state, redirectUri } = await begin(id, at.id);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: ghl.oauth.client.clientId,
      redirect_uri: `${stack.functions.url}/api/crm/callback`,
      scope: expect.stringContaining('conversations/message.write'),
    });
    const code = ghl.oauth.authorize(at, redirectUri);
    // A preview of the link uses nothing up.
    expect((await callback({ code, state }, { method: 'HEAD' })).status).toBe(405);
    const page = await callback({ code, state });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('GoHighLevel is linked');
    expect(await document(id)).toMatchObject({
      ghl: { kind: 'oauth', status: 'linked', ghlLocationId: at.id },
    });

    const again = await callback({ code: ghl.oauth.authorize(at, redirectUri), state });
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('no longer valid');
    const { stdout } = await admin(['ghl', 'status', id, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'oauth',
      tokenExpiresAt: expect.any(String),
      endedAt: null,
    });
  });

  test('is refused for another location than the one that it was begun for', async () => {
    const [id, at, other] = [await aLocation(), ghl.addLocation(), ghl.addLocation()];
    const { state, redirectUri } = await begin(id, at.id);
    const page = await callback({ code: ghl.oauth.authorize(other, redirectUri), state });
    expect(page.status).toBe(403);
    expect(await document(id)).toEqual({ name: 'Estio', crmField: 'kept' });
  });

  test.each<[string, Record<string, string>, number]>([
    ['a forged state', { code: 'x', state: 'forged' }, 400],
    ['no state', { code: 'x' }, 400],
  ])('is refused for %s', async (_, query, status) => {
    expect((await callback(query)).status).toBe(status);
  });
});

describe('afterwards', () => {
  test('no token is in what was printed or logged, or in a document', async () => {
    const documents = await everyDocument(db);
    const texts = [...documents.map(({ text }) => text), ...logged];
    const secrets = [...tokens, ...(await oauthTokens(documents))];
    expect(secrets.length).toBeGreaterThan(4);
    expect(findLeaks([...texts, ...printed], secrets)).toEqual([]);
    // A state is printed, and nothing else is made of it but a hash.
    expect(states.length).toBeGreaterThan(1);
    expect(findLeaks(texts, states)).toEqual([]);
  });

  /** What is sealed in the documents. */
  async function oauthTokens(documents: readonly Document[]): Promise<[string, string][]> {
    const keyring = parseKeyring(stack.env['TOKEN_KEYRING'] ?? '');
    const keyrings = { current: async () => keyring, containing: async () => keyring };
    const vault = createGhlVault(createGrantCipher({ keyrings }));
    const ids = documents.flatMap(({ path }) => /^credentials\/ghl:(.+)$/.exec(path)?.[1] ?? []);
    const found = await Promise.all(
      ids.map(async (id): Promise<[string, string][]> => {
        const credential = await firestoreGhlLinkStore(db).readCredential(LocationId(id));
        const secret = await vault.open(LocationId(id), credential?.sealed ?? '');
        const { kind: _, ...parts } = secret;
        return Object.entries(parts);
      }),
    );
    return [...found.flat(), ['the client secret', ghl.oauth.client.clientSecret]];
  }
});
