import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';
import { Tenants } from '../support/tenants.ts';

let ghl: GhlSimulator;
let stack: Stack;
let db: Firestore;
let folder: string;
beforeAll(async () => {
  ghl = await GhlSimulator.start();
  stack = await startStack({ env: { GHL_API_URL: ghl.url } });
  db = new Firestore({ projectId: stack.projectId });
  folder = await mkdtemp(join(tmpdir(), 'contacts-'));
});
afterAll(async () => {
  await Promise.all([stack.stop(), ghl.close(), db.terminate(), rm(folder, { recursive: true })]);
});

let locationId: LocationId;
beforeEach(async () => {
  locationId = await new Tenants(db).location();
});

const admin = (...args: string[]) => runAdmin(stack.env, args);
const contacts = (...args: string[]) => admin('contacts', ...args);
const stored = async () => (await paths.contacts(db).where('locationId', '==', locationId).get()).docs;

async function aFile(content: string | Buffer): Promise<string> {
  const file = join(folder, `${randomUUID()}.csv`);
  await writeFile(file, content);
  return file;
}

async function linked() {
  const theirs = ghl.addLocation();
  const args = ['ghl', 'link', locationId, '--token-stdin', '--ghl-location', theirs.id];
  const { exitCode } = await runAdmin(stack.env, args, ghl.token(theirs));
  expect(exitCode).toBe(0);
  return theirs;
}

describe('contacts from GHL', () => {
  test('are imported, and what was left out is told', async () => {
    const theirs = await linked();
    for (let index = 0; index < 3; index += 1) theirs.addContact({ name: 'Ann', email: anAddress() });
    theirs.addContact({ name: 'Phone only' });
    const run = await contacts('import', '--from', 'ghl', locationId);
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: "4 contacts of GHL's: 3 created, 0 changed, 0 as they were, 1 left out.\n",
    });
    expect(run.stderr).toContain('1 have no email address.');
    expect(run.stderr).toContain('Older mail is not searched for');
    expect(await stored()).toHaveLength(3);
    const again = await contacts('import', '--from', 'ghl', locationId, '--history', 'new');
    expect(again.stdout).toContain('0 created, 0 changed, 3 as they were');
  });

  test('are imported by the functions where they are queued', async () => {
    const theirs = await linked();
    for (let index = 0; index < 3; index += 1) theirs.addContact({ name: 'Ann', email: anAddress() });
    const run = await contacts('import', '--from', 'ghl', locationId, '--queue');
    expect(run).toMatchObject({ exitCode: 0, stdout: `The import into location ${locationId} is queued.\n` });
    await eventually('they are there', async () => (await stored()).length === 3);
  });

  test('of a location that is not linked, or not there, are refused in a sentence', async () => {
    const unlinked = await contacts('import', '--from', 'ghl', locationId);
    expect(unlinked).toMatchObject({ exitCode: 1, stdout: '' });
    expect(unlinked.stderr).toContain('GHL refused (unauthorized): see "ghl status"');
    expect(await contacts('import', '--from', 'ghl', 'nowhere')).toMatchObject({
      exitCode: 1,
      stderr: 'There is no location nowhere: see "locations list".\n',
    });
  });
});

describe('contacts from a file', () => {
  const [first, second, third] = [anAddress('first'), anAddress('second'), anAddress('third')];
  const CSV = [
    '\uFEFFname;email',
    `Ann;${first}`,
    'Ben;none',
    `"Cid; C";"${second};bad;${third}"`,
    `Ann again;${first}`,
  ].join('\r\n');

  test('are looked at line by line, and nothing is written', async () => {
    const run = await contacts('import', '--from', 'csv', locationId, await aFile(CSV), '--dry-run');
    expect(run.exitCode).toBe(0);
    expect(run.stdout.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'line outcome reason contactId invalidAddresses takenBy',
      '2 created - - 0 -',
      '3 refused noAddress - 0 -',
      '4 created - - 1 -',
      '5 changed - - 0 -',
      'Nothing is written; it would be: 2 created, 1 changed, 0 as they were, 1 refused.',
      '',
    ]);
    expect(await stored()).toEqual([]);
  });

  test('are stored, and done again nothing changes', async () => {
    const file = await aFile(CSV.replace('Ann again', 'Ann'));
    const run = await contacts('import', '--from', 'csv', locationId, file, '--json');
    expect(JSON.parse(run.stdout)).toMatchObject({
      created: 2,
      changed: 0,
      unchanged: 1,
      refused: 1,
      preview: false,
      lines: ['3 refused noAddress', '4 created'],
    });
    expect((await stored()).map((document) => document.get('emails')).sort()).toEqual(
      [[first], [second, third]].sort(),
    );
    const again = await contacts('import', '--from', 'csv', locationId, file);
    expect(again.stdout).toContain('0 created, 0 changed, 3 as they were, 1 refused.');
    const listed = JSON.parse((await contacts('list', locationId, '--json')).stdout);
    expect(listed).toHaveLength(2);
  });

  test.each([
    [
      'Latin-1',
      Buffer.from('name,email\nJ\u00fcrgen,a@x.com\n', 'latin1'),
      'The file is not UTF-8, near line',
    ],
    ['a file without a header', 'Ann,a@x.com\n', 'The first line has no column for addresses'],
  ])('%s is refused in a sentence', async (_, content, sentence) => {
    const run = await contacts('import', '--from', 'csv', locationId, await aFile(content));
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(sentence);
  });

  test('that is not there, or not named', async () => {
    const missing = await contacts('import', '--from', 'csv', locationId, join(folder, 'none.csv'));
    expect(missing).toMatchObject({ exitCode: 1 });
    expect(missing.stderr).toContain('There is no file');
    expect(await contacts('import', '--from', 'csv', locationId)).toMatchObject({ exitCode: 2 });
    expect(await contacts('import', locationId)).toMatchObject({ exitCode: 2 });
  });
});

test('a contact is added once, and who has its address is told', async () => {
  const email = anAddress();
  const add = ['add', locationId, '--name', 'Ann', '--email', email, anAddress()];
  const { exitCode, stdout } = await contacts(...add, '--json');
  expect(exitCode).toBe(0);
  const { contactId } = JSON.parse(stdout);
  expect(await contacts(...add)).toMatchObject({
    exitCode: 1,
    stderr: `Contact ${contactId} of this location has ${email} already.\n`,
  });
  expect(await contacts('add', locationId, '--name', 'Ann', '--email', 'none')).toMatchObject({
    exitCode: 2,
  });
});

describe('what contacts are searched by', () => {
  test('is given to those that the CRM has written, once; a dry run says to how many', async () => {
    const added = await contacts('add', locationId, '--name', 'Zoë Archer', '--email', anAddress());
    expect(added.exitCode).toBe(0);
    for (const name of ['Ben', 'Cleo']) await paths.contacts(db).add({ locationId, name, emails: [] });
    await paths
      .contacts(db)
      .add({ locationId: await new Tenants(db).location(), name: 'Abroad', emails: [] });
    const reindex = (...args: string[]) => contacts('reindex', '--location', locationId, ...args);

    expect(await reindex('--dry-run')).toMatchObject({
      exitCode: 0,
      stdout: '3 contacts: 2 to be indexed, 1 as they were.\n',
      stderr: 'Nothing is written.\n',
    });
    expect(await reindex()).toMatchObject({
      exitCode: 0,
      stdout: '3 contacts: 2 indexed, 1 as they were.\n',
      stderr: '',
    });
    const terms = (await stored()).map((document) => document.get('searchTerms'));
    for (const term of ['zoe', 'ben', 'cl'])
      expect(terms.filter((each) => each.includes(term))).toHaveLength(1);
    expect(JSON.parse((await reindex('--json')).stdout)).toEqual({
      locationId,
      looked: 3,
      outdated: 0,
      preview: false,
    });
    const everywhere = JSON.parse((await contacts('reindex', '--json')).stdout);
    expect(everywhere).toMatchObject({ locationId: null, outdated: 1 });
    expect(await contacts('reindex', '--location', 'nowhere')).toMatchObject({
      exitCode: 1,
      stderr: 'There is no location nowhere: see "locations list".\n',
    });
  }, 60_000);
});
