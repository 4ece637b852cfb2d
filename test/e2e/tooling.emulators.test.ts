import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { EMULATOR_NAMES, EMULATORS } from '../support/emulators/emulators.ts';
import { freePort, isFree } from '../support/emulators/ports.ts';
import { eventually } from '../support/eventually.ts';

const script = fileURLToPath(new URL('../local/emulators.ts', import.meta.url));
const variables = EMULATOR_NAMES.map((name) => EMULATORS[name].variable);

/** As in a fresh terminal: this test run's own emulators are not to be reused, unless asked for. */
function start(args: readonly string[], reused: readonly string[] = []): ChildProcess {
  const hidden = variables.filter((name) => !reused.includes(name));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !hidden.includes(name)));
  return spawn(process.execPath, [script, ...args], { env: { ...env, NODE_OPTIONS: '' }, stdio: 'pipe' });
}

async function finished(child: ChildProcess) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

async function untilReady(child: ChildProcess): Promise<string> {
  let output = '';
  for await (const text of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    output += String(text);
    if (output.includes('Ready.')) return output;
  }
  throw new Error(`Ended before it was ready: ${output}`);
}

async function threePorts() {
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const flags = EMULATOR_NAMES.map((name, index) => `--${name}-port=${ports[index]}`);
  return { ports, flags };
}

const allFree = async (ports: readonly number[]) => (await Promise.all(ports.map(isFree))).every(Boolean);

describe('npm run emulators', () => {
  test('prints what to export, and Ctrl-C stops everything', async () => {
    const { ports, flags } = await threePorts();
    const child = start(flags);
    const output = await untilReady(child);
    for (const [index, variable] of variables.entries()) {
      expect(output).toContain(`export ${variable}=127.0.0.1:${ports[index]}\n`);
    }
    expect(output).toContain('export GOOGLE_CLOUD_PROJECT=demo-gmail-sync\n');

    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await allFree(ports)).toBe(true);
  });

  test('even when killed leaves no emulator behind', async () => {
    const { ports, flags } = await threePorts();
    const child = start(flags);
    await untilReady(child);
    child.kill('SIGKILL');
    expect(await eventually('all ports are free again', () => allFree(ports))).toBe(true);
  });

  test('reuses emulators whose variable is set, and leaves them running', async () => {
    const firestore = process.env['FIRESTORE_EMULATOR_HOST'];
    const child = start(
      ['--auth-port', String(await freePort())],
      ['FIRESTORE_EMULATOR_HOST', 'PUBSUB_EMULATOR_HOST'],
    );
    expect(await untilReady(child)).toContain(`Firestore  ${firestore}  (was running)`);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect((await fetch(`http://${firestore}/`)).status).toBe(200);
  });

  test('names the port that is in use and the flag that changes it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { code, output } = await finished(
      start([`--pubsub-port=${port}`, `--firestore-port=${await freePort()}`]),
    );
    server.close();
    expect(output).toBe(
      `Port ${port} for the Pub/Sub emulator is in use: free it, or choose another with --pubsub-port.\n`,
    );
    expect(code).toBe(1);
  });

  test('explains itself', async () => {
    const { code, output } = await finished(start(['--help']));
    expect(output).toContain('--firestore-port');
    expect(code).toBe(0);
  });
});

test('the Auth emulator signs up a user whose token names the demo project', async () => {
  const url = `http://${process.env['FIREBASE_AUTH_EMULATOR_HOST']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any`;
  const body = { email: `${crypto.randomUUID()}@example.com`, password: 'secret-1', returnSecureToken: true };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ email: body.email, idToken: expect.any(String) });
});
