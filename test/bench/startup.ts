import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FUNCTIONS } from '../../functions/registry.ts';
import { BuiltArtefacts, bareEnvironment } from '../support/artefacts/builtArtefacts.ts';
import { listens } from '../support/artefacts/listens.ts';
import { freePort } from '../support/emulators/ports.ts';
import { aKeyring } from '../support/stack/environment.ts';
import { percentile, type Table } from './table.ts';

const RUNS = 20;
const POLL_MS = 1;

/** What the framework costs by itself: the yardstick of the table. */
const EMPTY = `import { http } from '@google-cloud/functions-framework';
http('empty', (_, response) => response.end());
`;

/** All that a function refuses to start without; nothing is called. */
const VARIABLES = {
  NODE_ENV: 'production',
  GOOGLE_CLOUD_PROJECT: 'demo-startup',
  GOOGLE_CLIENT_ID: 'client',
  GOOGLE_CLIENT_SECRET: 'secret',
  TOKEN_KEYRING: aKeyring(),
  CRON_SECRET: 'sixteen-characters',
};

interface Started {
  readonly name: string;
  readonly target: string;
  readonly folder: string;
}

/** From the start of the process until it listens, of what is deployed, started and compiled before as in the cloud. */
export async function benchStartup(): Promise<Table> {
  const built = await BuiltArtefacts.build();
  try {
    await built.install(FUNCTIONS);
    const started: readonly Started[] = [
      { name: 'functions-framework alone', target: 'empty', folder: await emptyFunction(built) },
      ...FUNCTIONS.map((name) => ({ name, target: name, folder: built.folder(name) })),
    ];
    const samples = new Map<string, number[]>(started.map(({ name }) => [name, []]));
    const command = built.command('gmailPush');
    for (let run = 0; run < RUNS; run += 1) {
      for (const each of started) samples.get(each.name)?.push(await timeToListen(command, each));
    }
    return tableOf(samples);
  } finally {
    await built.remove();
  }
}

function tableOf(samples: ReadonlyMap<string, readonly number[]>): Table {
  const medians = [...samples].map(([name, values]) => ({ name, ms: percentile(values, 0.5) }));
  const alone = medians[0]?.ms ?? Number.NaN;
  return {
    title: 'Start-up',
    note: `Process to listening, as built for deployment, median of ${RUNS} taken in turns. Milliseconds.`,
    rows: medians.map(({ name, ms }) => ({ function: name, ms, 'times alone': ms / alone })),
  };
}

/** Beside the artefacts, with the packages of one of them. */
async function emptyFunction(built: BuiltArtefacts): Promise<string> {
  const folder = join(built.folder('gmailPush'), 'empty');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{"type":"module","main":"index.js"}');
  await writeFile(join(folder, 'index.js'), EMPTY);
  return folder;
}

async function timeToListen(command: string, { target, folder }: Started): Promise<number> {
  const port = await freePort();
  const env = { ...bareEnvironment(), ...VARIABLES, FUNCTION_TARGET: target, PORT: String(port) };
  const start = performance.now();
  const child = spawn(process.execPath, [command], { cwd: folder, env, stdio: 'ignore' });
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
