import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FUNCTIONS } from '../../functions/registry.ts';
import { freePort } from '../support/emulators/ports.ts';
import { percentile, type Table } from './table.ts';

const RUNS = 20;
const POLL_MS = 1;
const FRAMEWORK = fileURLToPath(
  new URL('../../node_modules/@google-cloud/functions-framework/build/src/main.js', import.meta.url),
);
const sourceOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** From the start of the process until it listens, as the platform starts a function: by target and source. */
export async function benchStartup(): Promise<Table> {
  const targets = [
    { name: 'functions-framework alone', target: 'empty', source: sourceOf('./emptyFunction.ts') },
    ...FUNCTIONS.map((name) => ({ name, target: name, source: sourceOf(`../../functions/${name}.ts`) })),
  ];
  const samples = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  for (let run = 0; run < RUNS; run += 1) {
    for (const { name, target, source } of targets)
      samples.get(name)?.push(await timeToListen(target, source));
  }
  const medians = targets.map(({ name }) => ({ name, ms: percentile(samples.get(name) ?? [], 0.5) }));
  const alone = medians[0]?.ms ?? Number.NaN;
  return {
    title: 'Start-up',
    note: `Process to listening, unbundled, median of ${RUNS} taken in turns. Milliseconds.`,
    rows: medians.map(({ name, ms }) => ({ function: name, ms, 'times alone': ms / alone })),
  };
}

async function timeToListen(target: string, source: string): Promise<number> {
  const port = await freePort();
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [FRAMEWORK, `--target=${target}`, `--source=${source}`, `--port=${port}`],
    {
      stdio: 'ignore',
    },
  );
  const exited = once(child, 'exit');
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`${target} ended with ${child.exitCode} before it listened`);
    await pause(POLL_MS);
  }
  const tookMs = performance.now() - start;
  child.kill('SIGKILL');
  await exited;
  return tookMs;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
