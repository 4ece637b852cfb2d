import { createInterface } from 'node:readline';
import type { FunctionName } from '../../../functions/registry.ts';
import { startBoundProcess } from '../boundProcess.ts';
import { freePort } from '../emulators/ports.ts';
import { eventually } from '../eventually.ts';
import { type BuiltArtefacts, bareEnvironment } from './builtArtefacts.ts';
import { listens } from './listens.ts';

const TOLD_LINES = 10;

export interface RunningArtefact {
  readonly url: string;
  /** Every line that it has written until now. */
  readonly said: readonly string[];
  stop(): Promise<void>;
}

/** An instance as the platform starts it: the framework's command in the folder, told by FUNCTION_TARGET and PORT. */
function spawnArtefact(built: BuiltArtefacts, name: FunctionName, env: Readonly<Record<string, string>>) {
  const told = { ...bareEnvironment(), ...env, FUNCTION_TARGET: name };
  const instance = startBoundProcess(process.execPath, [built.command(name)], told, {
    cwd: built.folder(name),
  });
  const said: string[] = [];
  for (const stream of [instance.stdout, instance.stderr])
    createInterface(stream).on('line', (line) => said.push(line));
  return { ...instance, said };
}

/** Runs an artefact on a port of its own, or `env`'s, until it is stopped. @throws if it ends before it listens */
export async function runArtefact(
  built: BuiltArtefacts,
  name: FunctionName,
  env: Readonly<Record<string, string>>,
): Promise<RunningArtefact> {
  const port = env['PORT'] ?? String(await freePort());
  const { said, stop, exited } = spawnArtefact(built, name, { ...env, PORT: port });
  const url = `http://127.0.0.1:${port}`;
  let hasEnded = false;
  void exited.then(() => {
    hasEnded = true;
  });
  try {
    await eventually(`${name} listens`, async () => hasEnded || (await listens(Number(port))));
  } catch (error) {
    await stop();
    throw error;
  }
  if (hasEnded) throw new Error(`${name} ended:\n${said.slice(-TOLD_LINES).join('\n')}`);
  return { url, said, stop };
}

/** Runs an artefact that ends by itself. */
export async function artefactThatEnds(
  built: BuiltArtefacts,
  name: FunctionName,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly said: readonly string[] }> {
  const { said, exited } = spawnArtefact(built, name, { ...env, PORT: String(await freePort()) });
  return { code: await exited, said };
}
