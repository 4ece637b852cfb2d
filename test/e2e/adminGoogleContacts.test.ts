import { createServer } from 'node:http';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import type { Account } from '../support/gmail/account.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { connectThroughConsent } from '../support/stack/connectThroughConsent.ts';
import { everyDocument } from '../support/stack/everyDocument.ts';
import { findLeaks } from '../support/stack/findLeaks.ts';
import { type Choice, importThroughConsent, startGoogleImport } from '../support/stack/googleImport.ts';
import type { AdminRun } from '../support/stack/runAdmin.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';
import { signUp } from '../support/stack/signIn.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';
import { Tenants } from '../support/tenants.ts';

let stack: Stack;
let db: Firestore;
/** All that any run has printed. */
const printed: string[] = [];
beforeAll(async () => {
  stack = await startStack();
  db = new Firestore({ projectId: stack.projectId });
});
afterAll(async () => {
  await Promise.all([stack.stop(), db.terminate()]);
});

let tenants: Tenants;
let locationId: LocationId;
let owner: Account;
beforeEach(async () => {
  tenants = new Tenants(db);
  locationId = await tenants.location();
  owner = stack.gmail.addAccount({ address: anAddress('owner') });
});

const stored = async () =>
  (await paths.contacts(db).where('locationId', '==', locationId).get()).docs.map((document) => ({
    name: document.get('name'),
    emails: document.get('emails'),
  }));
const everything = async () => (await everyDocument(db)).map(({ text }) => text).sort();

async function imported(args: readonly string[], choice: Choice = { account: owner.address }) {
  const run = await importThroughConsent(stack, [locationId, ...args], choice);
  return keep(run);
}

function keep<Run extends AdminRun>(run: Run): Run {
  printed.push(run.stdout, run.stderr);
  return run;
}

const lines = (text: string) => text.split('\n').map((line) => line.replace(/ +/g, ' ').trim());

const isAlive = async (token: string | undefined) => {
  const { status } = await fetch(`${stack.gmail.oauth.tokenInfoUrl}?access_token=${token}`);
  return status === 200;
};
const lastToken = () => stack.gmail.oauth.grants.issued.at(-1);

/** Five people: two new ones, one who is there, one without an address, one who shares an address with a new one. */
async function aBook() {
  const [known, ann, ben, more] = [anAddress('known'), anAddress('ann'), anAddress('ben'), anAddress('more')];
  const { contactId } = await tenants.contact(locationId, { name: 'Known', emails: [known] });
  await paths.contact(db, contactId).update({ ghlContactId: 'g1' });
  owner.contacts.add({ name: 'Ann Archer', emails: [ann] });
  owner.contacts.add({ name: 'Somebody', emails: [more, known], primary: known });
  owner.contacts.add({ name: 'Phone only' });
  owner.contacts.add({ name: 'Ben', emails: ['no address', ben] });
  owner.contacts.add({ name: 'Ann at work', emails: [ann] });
  return { known, ann, ben, more, contactId };
}

describe('somebody’s Google Contacts', () => {
  test('are shown, and with --dry-run nothing is written', async () => {
    const { ann, ben, more, contactId } = await aBook();
    const before = await everything();
    const run = await imported(['--dry-run']);
    expect(run.exitCode).toBe(0);
    expect(run.page).toContain('Back to the terminal');
    expect(lines(run.stdout)).toEqual([
      'outcome name adds contactId reason leftOut invalidAddresses takenBy',
      `created Ann Archer ${ann} - - - 0 -`,
      `created Ben ${ben} - - - 1 -`,
      `changed Somebody ${more} ${contactId} - - 0 -`,
      'refused Phone only - - noAddress - 0 -',
      'Nothing is written; it would be: 2 created, 1 changed, 1 as they were, 1 left out.',
      '',
    ]);
    expect(await everything()).toEqual(before);
    expect(await isAlive(lastToken())).toBe(false);
  });

  test('are imported, and the second time nothing is', async () => {
    const { known, ann, ben, more, contactId } = await aBook();
    const run = await imported(['--yes', '--account', owner.address.toUpperCase()]);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain('\n2 created, 1 changed, 1 as they were, 1 left out.\n');
    expect(run.stderr).toContain('Older mail is not searched for');
    const expected = [
      { name: 'Ann Archer', emails: [ann] },
      { name: 'Ben', emails: [ben] },
      { name: 'Known', emails: [known, more] },
    ];
    const byName = async () => (await stored()).sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(await byName()).toEqual(expected);
    expect((await paths.contact(db, contactId).get()).get('ghlContactId')).toBe('g1');
    const before = await everything();
    const again = await imported(['--yes', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({
      account: owner.address,
      created: 0,
      changed: 0,
      unchanged: 4,
      refused: 1,
      preview: false,
      contacts: { length: 5 },
    });
    expect(await everything()).toEqual(before);
  });

  test('are a location’s own: another’s contacts neither count nor change', async () => {
    const email = anAddress();
    const other = await tenants.location();
    await tenants.contact(other, { name: 'Theirs', emails: [email] });
    owner.contacts.add({ name: 'Ours', emails: [email] });
    expect((await imported(['--yes'])).stdout).toContain('1 created');
    expect(await stored()).toEqual([{ name: 'Ours', emails: [email] }]);
    const theirs = await paths.contacts(db).where('locationId', '==', other).get();
    expect(theirs.docs.map((document) => document.get('name'))).toEqual(['Theirs']);
  });

  test('beyond twenty are counted, and told by --json', async () => {
    for (let index = 0; index < 25; index += 1) owner.contacts.add({ emails: [anAddress()] });
    const run = await imported(['--dry-run']);
    expect(lines(run.stdout)).toHaveLength(1 + 20 + 2);
    expect(run.stderr).toContain('5 more are not shown');
    const told = await imported(['--dry-run', '--json']);
    expect(JSON.parse(told.stdout)).toMatchObject({ created: 25, preview: true, contacts: { length: 25 } });
  });

  test('of an agent are imported, and the agent’s mailbox stays connected and is searched where told', async () => {
    const { uid, idToken } = await signUp(stack.projectId, owner.address);
    await tenants.agent([locationId], { uid, email: owner.address });
    await connectThroughConsent(stack, { email: owner.address, idToken });
    owner.contacts.add({ name: 'Me', emails: [owner.address] });
    owner.contacts.add({ name: 'Ann', emails: [anAddress()] });
    const run = await imported(['--yes', '--history', 'new']);
    expect(run.stdout).toContain('1 created, 0 changed, 0 as they were, 1 left out.');
    expect(run.stdout).toContain('ownAddress');
    expect(run.stderr).toContain('Older mail of 1 contacts is being searched for');
    expect(run.stderr).toContain('which would end that to the person’s connected mailbox');
    await eventually('it is searched for', async () => {
      const { docs } = await db.collection('historyFetches').where('locationId', '==', locationId).get();
      return docs.length === 1 && docs[0]?.get('status') === 'done';
    });
  });
});

describe('nothing is imported', () => {
  beforeEach(() => {
    owner.contacts.add({ name: 'Ann', emails: [anAddress()] });
  });
  afterEach(() => {
    stack.gmail.faults.clear();
  });

  test('where the person does not allow it', async () => {
    const run = await imported(['--yes'], { account: owner.address, deny: true });
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain('Access to the contacts was not allowed');
    expect(run.page).toContain('Nothing is imported');
  });

  test('where the box for contacts is not ticked', async () => {
    const run = await imported(['--yes'], { account: owner.address, untick: ['contacts.readonly'] });
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain('The box for seeing contacts was not ticked');
    expect(await isAlive(lastToken())).toBe(false);
  });

  test('of another account than the one that was named', async () => {
    const other = stack.gmail.addAccount({ address: anAddress('other') });
    const run = await imported(['--yes', '--account', owner.address], { account: other.address });
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(`These are the contacts of ${other.address}, and not of ${owner.address}`);
  });

  test('by a redirect with another state; the right one is waited for', async () => {
    const started = await startGoogleImport(stack, [locationId, '--yes']);
    const url = (await started.url()) ?? '';
    const forged = await fetch(`http://localhost:${started.port}/?state=forged&code=forged`);
    expect(forged.status).toBe(400);
    expect(await stored()).toEqual([]);
    await fetch(await stack.gmail.oauth.consent(url, { account: owner.address }));
    const run = keep(await started.ended);
    expect(run.stderr).toContain('A browser came back with the state of another run');
    expect(run.stdout).toContain('1 created');
  });

  test('by a code that has expired', async () => {
    stack.gmail.faults.add({
      method: 'oauth.token',
      reply: { status: 400, body: { error: 'invalid_grant' } },
    });
    const run = await imported(['--yes']);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain('Google does not take the code');
  });

  test.each([
    [
      'the People API is not enabled',
      { status: 403, body: { error: { code: 403, details: [{ reason: 'SERVICE_DISABLED' }] } } },
      'enable the People API',
    ],
    [
      'the domain forbids it',
      { status: 403, body: { error: { code: 403, message: 'No.' } } },
      'administrator’s policy',
    ],
    ['the access has ended', googleErrors.invalidCredentials(), 'Google ended the access'],
  ])('where %s, and the access is ended', async (_, reply, sentence) => {
    stack.gmail.faults.add({ method: 'people.connections.list', account: owner.address, reply });
    const run = await imported(['--yes']);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(sentence);
    expect(await isAlive(lastToken())).toBe(false);
  });

  const refused = async (from: string, ...args: string[]) =>
    keep(await runAdmin(stack.env, ['contacts', 'import', '--from', from, ...args]));

  test('into a location that is not there', async () => {
    expect(await refused('google', 'nowhere', '--yes')).toMatchObject({
      exitCode: 1,
      stderr: 'There is no location nowhere: see "locations list".\n',
    });
  });

  test('without --yes where nobody can be asked, and nobody is sent to Google for it', async () => {
    expect(await refused('google', locationId)).toMatchObject({
      exitCode: 2,
      stderr: 'This needs a confirmation: add --yes.\n',
    });
  });

  test.each([
    ['a file', 'google', ['file.csv', '--yes']],
    ['a port that is none', 'google', ['--yes', '--port', '0']],
    ['an account that is no address', 'google', ['--yes', '--account', 'ann']],
    ['an account of a file', 'csv', ['file.csv', '--account', 'ann@example.com']],
  ])('where %s is named', async (_, from, args) => {
    expect(await refused(from, locationId, ...args)).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('on a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? `${address?.port}` : '';
    const args = ['contacts', 'import', '--from', 'google', locationId, '--yes', '--port', port];
    const run = keep(await runAdmin(stack.env, args));
    server.close();
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(`Port ${port} is taken: choose another with --port`);
  });

  test('after Ctrl-C, while the person is waited for or while contacts are read', async () => {
    const waiting = await startGoogleImport(stack, [locationId, '--yes']);
    await waiting.url();
    waiting.signal('SIGINT');
    expect(keep(await waiting.ended)).toMatchObject({ exitCode: 130, stdout: '' });

    stack.gmail.faults.add({ method: 'people.connections.list', account: owner.address, reply: 'hang' });
    const reading = await startGoogleImport(stack, [locationId, '--yes']);
    const url = (await reading.url()) ?? '';
    await fetch(await stack.gmail.oauth.consent(url, { account: owner.address }));
    await eventually('it reads', () => stack.gmail.faults.pending.length === 0);
    reading.signal('SIGINT');
    expect(keep(await reading.ended)).toMatchObject({ exitCode: 130, stdout: '' });
    expect(await isAlive(lastToken())).toBe(false);
  });
});

test('Google is asked for contacts alone, read-only, for now, and to come back to this machine', async () => {
  const started = await startGoogleImport(stack, [locationId, '--yes', '--account', owner.address]);
  const asked = new URL((await started.url()) ?? '').searchParams;
  started.signal('SIGINT');
  const { stderr } = keep(await started.ended);
  expect(Object.fromEntries(asked)).toEqual({
    access_type: 'online',
    client_id: stack.gmail.oauth.clientId,
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    login_hint: owner.address,
    prompt: 'consent',
    redirect_uri: `http://localhost:${started.port}/`,
    response_type: 'code',
    scope:
      'openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/contacts.readonly',
    state: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(stderr).toContain(`redirect_uri_mismatch, add http://localhost:${started.port}/ to`);
});

test('no code, no token and no secret was printed, logged or stored', async () => {
  const { clientSecret, grants } = stack.gmail.oauth;
  const secrets = [
    ['the client secret', clientSecret],
    ...grants.issued.map((each) => ['a code or token', each]),
  ];
  const named = secrets.map(([name = '', secret = '']) => [name, secret] as const);
  expect(named.length).toBeGreaterThan(20);
  expect(printed.length).toBeGreaterThan(30);
  expect(printed.join('\n')).toContain('"event":"addressBookFailed"');
  expect(findLeaks([...printed, ...(await everything())], named)).toEqual([]);
  expect(findLeaks([`x ${grants.issued[0]}`], named)).toHaveLength(1);
});
