import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { aKeyring } from '../support/stack/environment.ts';

const SERVE = fileURLToPath(new URL('../../functions/serve.ts', import.meta.url));

const complete = {
  GOOGLE_CLOUD_PROJECT: 'demo-serve',
  GOOGLE_CLIENT_ID: 'client',
  GOOGLE_CLIENT_SECRET: 'secret',
  TOKEN_KEYRING: aKeyring(),
  CRON_SECRET: 'sixteen-characters',
};

/** Runs the server until it ends by itself. */
async function serve(env: Record<string, string>, ...args: string[]) {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [SERVE, ...args], { env: { PATH, ...env }, stdio: 'pipe' });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { stdout, stderr, code };
}

describe('npm run serve', () => {
  test('without a variable ends with one line that names it, before anything starts', async () => {
    const { GOOGLE_CLIENT_ID: _, ...others } = complete;
    const { stdout, stderr, code } = await serve(others);
    expect(stderr).toMatch(/^Configuration: GOOGLE_CLIENT_ID is missing[^\n]*\n$/);
    expect([stdout, code]).toEqual(['', 1]);
  });

  test('with a wrong variable ends with one line that names it', async () => {
    const { stderr, code } = await serve({ ...complete, PORT: 'eighty' });
    expect(stderr).toMatch(/^Configuration: PORT [^\n]*\n$/);
    expect(code).toBe(1);
  });

  test('on a port that is taken ends with one line that says so', async () => {
    const taken = createServer().listen(0);
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { stderr, code } = await serve({ ...complete, PORT: String(port) });
    taken.close();
    expect(stderr).toMatch(new RegExp(`^Port ${port}: .*EADDRINUSE.*\\n$`));
    expect(code).toBe(1);
  });

  test('explains itself', async () => {
    const { stdout, code } = await serve({}, '--help');
    expect(stdout).toContain('/gmailPush');
    expect(code).toBe(0);
  });
});
