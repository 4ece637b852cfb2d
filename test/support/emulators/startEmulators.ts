import { existsSync } from 'node:fs';
import { EmulatorError } from './emulatorError.ts';
import { startEmulatorProcess } from './emulatorProcess.ts';
import { EMULATOR_NAMES, EMULATORS, type EmulatorName } from './emulators.ts';
import { findCloudSdk } from './findCloudSdk.ts';
import { findJava } from './findJava.ts';
import { launchCommand } from './launchCommand.ts';
import { type EmulatorSource, planEmulators } from './planEmulators.ts';
import { freePort, isFree } from './ports.ts';

/** Google accepts no project id that begins with `demo-`: whatever happens, no call reaches a real project. */
export const DEMO_PROJECT = 'demo-gmail-sync';

export interface EmulatorOptions {
  readonly only?: readonly EmulatorName[];
  /** Fixed ports by name (the others at their defaults), or any that are free. */
  readonly ports?: EmulatorPorts | 'free';
  readonly projectId?: string;
}

export type EmulatorPorts = { readonly [Name in EmulatorName]?: number };

export interface RunningEmulators {
  /** The emulators' standard variables, reused ones included, the project, and no search for Google's credentials. */
  readonly env: Readonly<Record<string, string>>;
  /** Those that were not running before. */
  readonly started: readonly EmulatorName[];
  /** Resolves with one line when one of them ends without being stopped. */
  readonly died: Promise<string>;
  /** Stops what was started here; reused emulators stay. */
  stop(): Promise<void>;
}

/**
 * Starts the emulators side by side and resolves when all answer. Whatever was started ends with this process.
 * @throws EmulatorError when something is not installed, a port is taken or an emulator does not start
 */
export async function startEmulators(options: EmulatorOptions = {}): Promise<RunningEmulators> {
  const { only = EMULATOR_NAMES, ports = {}, projectId = DEMO_PROJECT } = options;
  const sources = await findSources(only);
  const hosts = await chooseHosts(sources, ports);

  const started = only.filter((name) => sources.get(name)?.kind !== 'running');
  const starts = await Promise.allSettled(
    started.map(async (name) =>
      startEmulatorProcess(
        await launchCommand(name, required(sources, name), required(hosts, name), projectId),
      ),
    ),
  );
  const processes = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const stop = async () => {
    await Promise.all(processes.map((running) => running.stop()));
  };
  const failure = starts.find((start) => start.status === 'rejected');
  if (failure !== undefined) {
    await stop();
    throw failure.reason;
  }
  const variables = only.map((name) => [EMULATORS[name].variable, required(hosts, name)]);
  return {
    env: {
      ...Object.fromEntries(variables),
      GOOGLE_CLOUD_PROJECT: projectId,
      METADATA_SERVER_DETECTION: 'none',
    },
    started,
    died: Promise.race(processes.map(({ died }) => died)),
    stop,
  };
}

async function findSources(
  wanted: readonly EmulatorName[],
): Promise<ReadonlyMap<EmulatorName, EmulatorSource>> {
  const { env } = process;
  // Looking for Java and the SDK takes time, so only for emulators that need them and do not run yet.
  const search = wanted.some((name) => EMULATORS[name].sdk !== undefined && !env[EMULATORS[name].variable]);
  const [sdkRoot, java] = search ? await Promise.all([findCloudSdk(env), findJava(env)]) : [];
  const plan = planEmulators(wanted, { env, sdkRoot, java, exists: existsSync });
  if ('missing' in plan) throw new EmulatorError(plan.missing);
  return plan.sources;
}

async function chooseHosts(
  sources: ReadonlyMap<EmulatorName, EmulatorSource>,
  ports: EmulatorPorts | 'free',
): Promise<ReadonlyMap<EmulatorName, string>> {
  const hosts = new Map<EmulatorName, string>();
  for (const [name, source] of sources) {
    hosts.set(name, source.kind === 'running' ? source.host : `127.0.0.1:${await choosePort(name, ports)}`);
  }
  return hosts;
}

async function choosePort(name: EmulatorName, ports: EmulatorPorts | 'free'): Promise<number> {
  if (ports === 'free') return freePort();
  const { title, defaultPort } = EMULATORS[name];
  const port = ports[name] ?? defaultPort;
  if (await isFree(port)) return port;
  throw new EmulatorError(
    `Port ${port} for the ${title} emulator is in use: free it, or choose another with --${name}-port.`,
  );
}

function required<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`No entry for ${String(key)}`);
  return value;
}
