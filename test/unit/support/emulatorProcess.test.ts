import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startEmulatorProcess } from '../../support/emulators/emulatorProcess.ts';
import { freePort, isFree } from '../../support/emulators/ports.ts';
import { eventually } from '../../support/eventually.ts';

/** A server in one line of JavaScript stands for an emulator. */
async function start(script: (port: number) => string, folder?: string) {
  const port = await freePort();
  const running = startEmulatorProcess({
    title: 'Test',
    command: process.execPath,
    arguments: ['-e', script(port)],
    env: { ...process.env, NODE_OPTIONS: '' },
    host: `127.0.0.1:${port}`,
    ...(folder !== undefined && { folder }),
  });
  return { port, running };
}

const server = (port: number) =>
  `http.createServer((request, response) => response.end('Ok')).listen(${port}, '127.0.0.1');`;

test('an emulator that does not start shows its last output', async () => {
  const { running } = await start(() => `console.log('first line'); console.error('boom'); process.exit(3)`);
  await expect(running).rejects.toThrow(
    /^The Test emulator did not start\. Its last output:\n(first line\nboom|boom\nfirst line)$/,
  );
});

test('a stopped emulator is gone, with the processes that it started', async () => {
  const { port, running } = await start(
    (port) => `child_process.spawn(process.execPath, ['-e', ${JSON.stringify(server(port))}])`,
  );
  const emulator = await running;
  expect(await isFree(port)).toBe(false);
  await emulator.stop();
  expect(await eventually('the port is free again', () => isFree(port))).toBe(true);
});

test('an emulator that ends by itself is reported', async () => {
  const { port, running } = await start((port) => `${server(port)} setTimeout(() => process.exit(), 500)`);
  const { died } = await running;
  expect(await died).toBe('The Test emulator ended unexpectedly.');
  expect(await isFree(port)).toBe(true);
});

test('an emulator runs in its folder, which is gone once it is stopped; to stop it again is harmless', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'emulator-'));
  const { running } = await start((port) => `fs.writeFileSync('here', ''); ${server(port)}`, folder);
  const emulator = await running;
  expect(existsSync(join(folder, 'here'))).toBe(true);
  await emulator.stop();
  expect(existsSync(folder)).toBe(false);
  await emulator.stop();
});
