import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createApp } from '../../functions/app.ts';
import { readConfig } from '../../functions/config.ts';
import { FUNCTIONS, type FunctionName } from '../../functions/registry.ts';
import { LARGEST_MAP_BYTES } from '../../shared/adapters/logging/originalFrame.ts';
import { MailboxId } from '../../shared/domain/ids.ts';
import { linkGhl } from '../../shared/sync/linking/linkGhl.ts';
import { BuiltArtefacts, ROOT, runBuild } from '../support/artefacts/builtArtefacts.ts';
import { deploy } from '../support/artefacts/deployment.ts';
import { readArchive } from '../support/artefacts/readArchive.ts';
import { artefactThatEnds, runArtefact } from '../support/artefacts/runArtefact.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { recordingLog } from '../support/recordingLog.ts';
import { callFunction } from '../support/stack/callFunction.ts';
import { connectThroughConsent } from '../support/stack/connectThroughConsent.ts';
import { aKeyring } from '../support/stack/environment.ts';
import { signUp } from '../support/stack/signIn.ts';
import { Store } from '../support/store.ts';
import { Tenants } from '../support/tenants.ts';

const BUILD_MS = 120_000;
const COMPLETE = {
  GOOGLE_CLOUD_PROJECT: 'demo-artefacts',
  GOOGLE_CLIENT_ID: 'client',
  GOOGLE_CLIENT_SECRET: 'secret',
  TOKEN_KEYRING: aKeyring(),
  CRON_SECRET: 'sixteen-characters',
};
const IN_THE_FLOW = [
  'connectGmail',
  'oauthCallback',
  'gmailPush',
  'syncWorker',
  'ghlRelay',
  'sendMessage',
  'pollMailboxes',
] as const satisfies readonly FunctionName[];

const Manifest = z.looseObject({ dependencies: z.record(z.string(), z.string()) });
const SourceMap = z.object({ sources: z.array(z.string()) });

let built: BuiltArtefacts;
beforeAll(async () => {
  built = await BuiltArtefacts.build();
  await built.install(IN_THE_FLOW);
}, BUILD_MS);
afterAll(() => built.remove());

/** Every file below a folder but what was installed and compiled there, by its path in it. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|\/)(node_modules|\.compile-cache)\//.test(path))
    .sort();
}

async function digests(folder: string): Promise<Readonly<Record<string, string>>> {
  const digest = async (path: string) =>
    createHash('sha256')
      .update(await readFile(join(folder, path)))
      .digest('hex');
  const paths = await filesIn(folder);
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await digest(path)] as const)),
  );
}

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

describe('npm run build', () => {
  test('makes a folder and an archive of every function, the app, and nothing else', async () => {
    const expected = ['web', ...FUNCTIONS.flatMap((name) => [name, `${name}.zip`])];
    expect((await readdir(built.out)).sort()).toEqual(expected.sort());
  });

  test.each(FUNCTIONS)('%s: the folder has the bundle, its maps and what npm needs', async (name) => {
    const others = (await filesIn(built.folder(name))).filter(
      (path) => !/^parts\/[\w-]+\.js(\.map)?$/.test(path),
    );
    const code = [name, 'warm'].flatMap((module) => [`${module}.js`, `${module}.js.map`]);
    expect(others).toEqual([...code, 'package-lock.json', 'package.json'].sort());
    expect(await readJson(join(built.folder(name), 'package.json'))).toMatchObject({
      type: 'module',
      main: `${name}.js`,
      engines: { node: '24.x' },
      dependencies: { '@google-cloud/functions-framework': expect.stringMatching(/^\d+\.\d+\.\d+$/) },
    });
  });

  test.each(FUNCTIONS)('%s: the archive is the folder, without times and owners', async (name) => {
    const folder = built.folder(name);
    const archive = await readArchive(`${folder}.zip`);
    expect([...archive.keys()]).toEqual(await filesIn(folder));
    for (const [path, { mode, time, content }] of archive) {
      expect([path, mode, time]).toEqual([path, 0o100644, 0x210000]);
      expect([path, content.equals(await readFile(join(folder, path)))]).toEqual([path, true]);
    }
  });

  test('takes nothing of tests, tools or this machine into a folder', async () => {
    const { devDependencies } = z
      .object({ devDependencies: z.record(z.string(), z.string()) })
      .parse(await readJson(join(ROOT, 'package.json')));
    const foreign = [ROOT, homedir(), tmpdir(), built.out].filter((path) => path.length > 4 || path === ROOT);
    for (const name of FUNCTIONS) {
      for (const path of await filesIn(built.folder(name))) {
        const content = await readFile(join(built.folder(name), path), 'utf8');
        expect([name, path, foreign.filter((place) => content.includes(`${place}/`))]).toEqual([
          name,
          path,
          [],
        ]);
        if (!path.endsWith('.map')) continue;
        const { sources } = SourceMap.parse(JSON.parse(content));
        const tools = sources.filter((source) => {
          const [, owner] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
          return owner ? owner in devDependencies : /(^|\/)(test|\.ci|\.local)\//.test(source);
        });
        expect([name, path, tools]).toEqual([name, path, []]);
      }
    }
  });

  test('has our own sources only in maps that are small enough to be read when an error is told', async () => {
    const parts = join(built.folder('syncWorker'), 'parts');
    const own: string[] = [];
    for (const path of (await readdir(parts)).filter((each) => each.endsWith('.map'))) {
      const content = await readFile(join(parts, path));
      const { sources } = SourceMap.parse(JSON.parse(content.toString()));
      const ours = sources.filter((source) => /^(\.\.\/)+(functions|shared)\//.test(source));
      if (content.length > LARGEST_MAP_BYTES) expect([path, ours]).toEqual([path, []]);
      else own.push(...ours);
    }
    expect(own.length).toBeGreaterThan(100);
  });

  test('locks what the project has locked, and names no host to download it from', async () => {
    const Lock = z.object({
      packages: z.record(z.string(), z.looseObject({ version: z.string().optional() })),
    });
    const own = Lock.parse(await readJson(join(ROOT, 'package-lock.json'))).packages;
    const locks = await Promise.all(
      FUNCTIONS.map(async (name) =>
        Lock.parse(await readJson(join(built.folder(name), 'package-lock.json'))),
      ),
    );
    const [{ packages: { '': _, ...first } = {} } = {}] = locks;
    expect(Object.keys(first ?? {}).length).toBeGreaterThan(50);
    for (const { packages } of locks) {
      const { '': root, ...locked } = packages;
      expect(locked).toEqual(first);
      expect(Manifest.parse(root).dependencies).toEqual({
        '@google-cloud/functions-framework': own['node_modules/@google-cloud/functions-framework']?.version,
      });
    }
    for (const [path, entry] of Object.entries(first ?? {})) {
      expect([path, entry['version'], entry['integrity']]).toEqual([
        path,
        own[path]?.version,
        own[path]?.['integrity'],
      ]);
      expect([path, entry['resolved'], entry['dev']]).toEqual([path, undefined, undefined]);
    }
  });

  test(
    'gives the same bytes from another checkout, in another folder, at another time and in another time zone',
    async () => {
      const elsewhere = await mkdtemp(join(tmpdir(), 'checkout-'));
      try {
        const root = join(elsewhere, 'project');
        for (const name of [
          'functions',
          'shared',
          'web',
          '.ci',
          'package.json',
          'package-lock.json',
          'tsconfig.json',
        ])
          await cp(join(ROOT, name), join(root, name), { recursive: true });
        await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
        const out = join(elsewhere, 'out');
        await runBuild(out, { root, env: { TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8' } });
        expect(await digests(out)).toEqual(await digests(built.out));
      } finally {
        await rm(elsewhere, { recursive: true });
      }
    },
    BUILD_MS,
  );
});

describe('an artefact, started by the Functions Framework’s own command', () => {
  test.each(FUNCTIONS)('%s listens', async (name) => {
    const { url, stop } = await runArtefact(built, name, COMPLETE);
    // Nobody is let in by this, and each function says so in its own way.
    expect((await fetch(url, { method: 'PUT' })).status).toBeGreaterThanOrEqual(400);
    await stop();
  });

  test('ends with one line that names the variables that are missing', async () => {
    const { GOOGLE_CLOUD_PROJECT: _, CRON_SECRET: __, ...others } = COMPLETE;
    const { code, said } = await artefactThatEnds(built, 'pollMailboxes', others);
    expect(code).toBe(1);
    expect(said).toEqual([
      expect.stringMatching(/^Configuration: GOOGLE_CLOUD_PROJECT is missing.*; CRON_SECRET is missing.*\.$/),
    ]);
  });

  test('tells of what nobody has caught by its place in the source', async () => {
    const broken = { ...COMPLETE, FIRESTORE_EMULATOR_HOST: 'no host' };
    const { url, said, stop } = await runArtefact(built, 'auditMailboxes', broken);
    expect((await fetch(url)).status).toBe(500);
    const line = await eventually('it is logged', async () => said.find((each) => each.startsWith('{')));
    expect(z.object({ severity: z.string(), message: z.string() }).parse(JSON.parse(line))).toEqual({
      severity: 'ERROR',
      message: expect.stringMatching(
        /not a valid host\.\n[\s\S]*\n {4}at createApp \(functions\/app\.ts:\d+:\d+\)/,
      ),
    });
    await stop();
  });

  test('finds none of the project’s own packages around it', async () => {
    const modules = await readdir(join(built.folder('gmailPush'), 'node_modules'));
    expect(modules).not.toContain('googleapis');
    expect(dirname(built.out)).toBe(tmpdir());
    expect(built.out.startsWith(ROOT)).toBe(false);
  });
});

test(
  'a mail goes through the artefacts from Gmail to the CRM and to GoHighLevel, and an answer back',
  async () => {
    const ghl = await GhlSimulator.start();
    const deployment = await deploy(built, IN_THE_FLOW, { GHL_API_URL: ghl.url });
    const { projectId, gmail, env, at } = deployment;
    const db = new Firestore({ projectId });
    try {
      const store = new Store(db);
      const tenants = new Tenants(db);
      const email = anAddress('agent');
      const { uid, idToken } = await signUp(projectId, email);
      const locationId = await tenants.location();
      await tenants.agent([locationId], { uid, email });
      const { emails, name } = await tenants.contact(locationId);
      const [contact = ''] = emails;
      const account = gmail.addAccount({ address: email });
      const location = ghl.addLocation();
      location.addContact({ name, email: contact });
      const app = createApp(readConfig(env), { log: recordingLog().log });
      const link = { locationId, ghlLocationId: location.id, settings: {}, token: ghl.token(location) };
      expect(await linkGhl(app, link)).toMatchObject({ outcome: 'linked' });

      const page = await connectThroughConsent({ ...at('connectGmail'), gmail }, { email, idToken });
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Gmail is connected')]);
      const mailboxId = MailboxId.of(email);
      await eventually('the mailbox is live', async () => {
        const { status, lease } = await store.mailbox(mailboxId);
        return status === 'live' && lease.holder === null;
      });

      account.deliver({
        from: contact,
        to: email,
        subject: 'Is it free?',
        html: '<p>Is it <b>free</b>?</p>',
      });
      const [mail] = await eventually('the mail is stored', async () => {
        const messages = await store.messages(locationId);
        return messages.length === 1 && messages;
      });
      await eventually('it is logged', async () => location.logged().length === 1);

      const answer = { mailboxId, requestId: randomUUID(), to: [contact], text: 'It is.' };
      await callFunction(
        at('sendMessage'),
        'sendMessage',
        { ...answer, replyToMessageId: mail?.messageId },
        idToken,
      );
      expect(await store.messages(locationId)).toHaveLength(2);
      await eventually('the answer is logged', async () => location.logged().length === 2);
      expect(location.logged()).toMatchObject([
        { direction: 'inbound', subject: 'Is it free?' },
        { direction: 'outbound', subject: 'Re: Is it free?' },
      ]);

      gmail.notifications.drop(1);
      account.deliver({ from: contact, to: email, subject: 'unannounced' });
      const polled = await fetch(`${at('pollMailboxes').functions.url}/?quietSeconds=0`, {
        headers: { authorization: `Bearer ${env['CRON_SECRET']}` },
      });
      expect(polled.status).toBe(200);
      await eventually('the poll stored it', async () => (await store.messages(locationId)).length === 3);
    } finally {
      await Promise.all([deployment.stop(), ghl.close(), db.terminate()]);
    }
  },
  BUILD_MS,
);
