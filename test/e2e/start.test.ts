import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EMULATOR_NAMES, EMULATORS } from '../support/emulators/emulators.ts';
import { freePort } from '../support/emulators/ports.ts';
import { eventually } from '../support/eventually.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';

const run = promisify(execFile);
const scriptAt = (name: string) => fileURLToPath(new URL(`../local/${name}`, import.meta.url));

/** On a machine that is busy with other tests. */
const SHOWN_WITHIN_MS = 30_000;
const TEST_LIMIT_MS = 90_000;

/** Where the demo keeps what it keeps, so that it does not meet one that a person has running. */
let folder: string;
let demo: Demo | undefined;
let gmail: GmailSimulator | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'));
});
afterEach(async () => {
  demo?.child.kill('SIGKILL');
  await gmail?.close();
  demo = undefined;
  gmail = undefined;
  await rm(folder, { recursive: true });
});

interface Demo {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Waits until the output has this, and returns what matched. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  readonly exit: Promise<unknown[]>;
}

function startDemo(args: readonly string[], env: NodeJS.ProcessEnv): Demo {
  const child = spawn(process.execPath, [scriptAt('start.ts'), ...args], { cwd: folder, env, stdio: 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const shows = async (pattern: RegExp) => {
    const seen = () => pattern.exec(output) ?? (child.exitCode === null ? undefined : null);
    const found = await eventually('it is shown or will not be', seen, SHOWN_WITHIN_MS).catch(() => null);
    if (found === null) throw new Error(`Never showed ${pattern}:\n${output}`);
    return found;
  };
  demo = { child, output: () => output, shows, exit: once(child, 'close') };
  return demo;
}

const OURS: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: '' };

/** As in a fresh terminal, where no emulator runs. */
function freshTerminal(): NodeJS.ProcessEnv {
  const variables = EMULATOR_NAMES.map((name) => EMULATORS[name].variable);
  return Object.fromEntries(Object.entries(OURS).filter(([name]) => !variables.includes(name)));
}

async function descendantsOf(pid: number | undefined): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) found.push(...all.flatMap(([child, of]) => (of === parent ? [child] : [])));
  return found.slice(1).flatMap((child) => child ?? []);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('npm start', () => {
  test(
    'shows mail flowing into Firestore, takes a mail from outside, and leaves no process behind',
    async () => {
      const { child, shows, exit, output } = startDemo(['--for', '6', '--every', '1'], freshTerminal());
      await shows(/Ready in \d/);
      const started = await descendantsOf(child.pid);
      expect(started.length).toBeGreaterThanOrEqual(4);

      const [, webUrl = ''] = await shows(/Open (http:\/\/localhost:\d+) and choose Olivia Park/);
      const configuration = await (await fetch(`${webUrl}/__/firebase/init.json`)).json();
      expect(configuration).toMatchObject({
        emulators: true,
        demoAgents: [{ name: 'Olivia Park' }, { name: 'Marco Silva' }],
      });

      const mail = ['--from', 'Ann Archer <ann.archer@example.com>', '--subject', 'From another terminal'];
      const told = await run(process.execPath, [scriptAt('mail.ts'), ...mail], { cwd: folder, env: OURS });
      expect(told.stdout).toMatch(/^Delivered, and stored in Ann Archer's conversation after \d+ ms\.\n$/);
      await shows(/← Ann Archer +From another terminal\n/);

      const [curl] = await shows(/ {2}export ID_TOKEN=[\s\S]*?getSyncStatus\n/);
      const status = JSON.parse((await run('sh', ['-c', curl])).stdout);
      expect(status).toMatchObject({ result: { mailboxes: [{ status: 'live' }] } });

      expect(await exit).toEqual([0, null]);
      expect(output()).toMatch(
        /notified in \d+ ms +stored +Ben Carter's conversation +in \d+ ms +sync \d+ ms/,
      );
      expect(output()).toMatch(/skipped +no-contact +in \d+ ms/);
      expect(output()).toMatch(/Mails +\d+ in \d+ s: \d+ stored, 1 skipped \(no-contact 1\)/);
      expect(output()).toMatch(/Until stored +p50 \d+ ms, p95 \d+ ms/);
      await eventually('every process has ended', () => !started.some(isAlive));
    },
    TEST_LIMIT_MS,
  );

  test('says in one line which option is wrong, before anything starts', async () => {
    const { exit, output } = startDemo(['--every', 'often'], OURS);
    expect(await exit).toEqual([2, null]);
    expect(output()).toBe('--every is "often": it is a number of seconds from 0 to 86400.\n');
  });
});

describe('npm run mail', () => {
  test('says that no demo runs', async () => {
    const mail = run(process.execPath, [scriptAt('mail.ts'), '--from', 'ann@example.com'], { cwd: folder });
    await expect(mail).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^No demo is running/),
    });
  });
});

describe('npm start -- --gmail real', () => {
  test('without credentials says what to put where', async () => {
    const port = String(await freePort());
    const { exit, output } = startDemo(['--gmail', 'real', '--port', port], OURS);
    expect(await exit).toEqual([1, null]);
    expect(output()).toMatch(/^.*GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET in \.env\.local.*\n$/);
    expect(output()).toContain(`http://localhost:${port}/api/google/callback`);
  });

  test(
    'connects the account of whoever opens the page, and stores the mail of the named contacts',
    async () => {
      gmail = await GmailSimulator.start();
      const account = gmail.addAccount({ address: 'me@example.com' });
      account.deliver({ from: 'Ann <ann@example.com>', to: account.address, subject: 'Known' });
      account.deliver({ from: 'stranger@example.com', to: account.address, subject: 'Unknown' });
      const { clientId, clientSecret, authUrl, tokenUrl } = gmail.oauth;
      await writeFile(
        join(folder, '.env.local'),
        `GOOGLE_CLIENT_ID=${clientId}\nGOOGLE_CLIENT_SECRET=${clientSecret}\n`,
      );
      const args = [
        '--gmail',
        'real',
        '--port',
        String(await freePort()),
        '--contact',
        'Ann <ann@example.com>',
      ];
      const { child, shows, exit, output } = startDemo(args, {
        ...OURS,
        GMAIL_API_URL: gmail.url,
        GOOGLE_OAUTH_AUTH_URL: authUrl,
        GOOGLE_OAUTH_TOKEN_URL: tokenUrl,
      });

      const [consentUrl] = await shows(/http\S+\/o\/oauth2\/v2\/auth\?\S+(?=\n)/);
      const [, webUrl] = await shows(/Open (http:\/\/localhost:\d+) and choose Olivia Park/);
      const page = await fetch(await gmail.oauth.consent(consentUrl));
      expect(page.url).toMatch(`${webUrl}/`);
      expect(new URL(page.url).searchParams.get('gmail')).toBe('connected');
      await shows(/me@example\.com: live\n/);
      await shows(/← Ann +Known\n +stored +Ann's conversation/);
      await shows(/← unknown +Gmail id \w+\n +skipped +no-contact/);
      expect(account.watch).toBeUndefined();

      child.kill('SIGINT');
      expect(await exit).toEqual([0, null]);
      expect(output()).toMatch(/Mails +1 stored, 1 skipped \(no-contact 1\)\n/);
    },
    TEST_LIMIT_MS,
  );
});
