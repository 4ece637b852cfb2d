import { EMULATOR_NAMES, EMULATORS } from '../../support/emulators/emulators.ts';
import { freePort, isFree } from '../../support/emulators/ports.ts';
import type { EmulatorPorts } from '../../support/emulators/startEmulators.ts';
import { DemoError } from './demoError.ts';
import type { Options } from './options.ts';

const FUNCTIONS_PORT = 8080;
/** Not Hosting's own 5000, which macOS keeps for AirPlay. */
const WEB_PORT = 5080;

/** Where it is reached from outside. */
export interface DemoPorts {
  /** Of the functions. */
  readonly port: number;
  readonly webPort: number;
}

/** The functions' port. @throws DemoError where the one that is needed is in use */
export async function chooseFunctionsPort({ port, gmail }: Pick<Options, 'port' | 'gmail'>): Promise<number> {
  const wanted = port ?? FUNCTIONS_PORT;
  if (await isFree(wanted)) return wanted;
  if (port !== undefined) throw new DemoError(`Port ${port} is in use: choose another with --port.`);
  if (gmail === 'simulator') return freePort();
  throw new DemoError(
    `Port ${wanted} is in use: free it, or choose another with --port and register its redirect URI with Google too.`,
  );
}

/** The port that people open the app at. @throws DemoError where the one that is asked for is in use */
export async function chooseWebPort({ webPort }: Pick<Options, 'webPort'>): Promise<number> {
  const wanted = webPort ?? WEB_PORT;
  if (await isFree(wanted)) return wanted;
  if (webPort === undefined) return freePort();
  throw new DemoError(`Port ${webPort} is in use: choose another with --web-port.`);
}

/** The emulators' usual ports where they are free, others where not. */
export async function chooseEmulatorPorts(): Promise<EmulatorPorts> {
  const chosen = EMULATOR_NAMES.map(async (name) => {
    const { defaultPort } = EMULATORS[name];
    return [name, (await isFree(defaultPort)) ? defaultPort : await freePort()] as const;
  });
  return Object.fromEntries(await Promise.all(chosen));
}

/** ` (8080 was in use)`, where a person may wonder. */
export const portNote = (port: number, { port: asked }: Pick<Options, 'port'>): string =>
  port === (asked ?? FUNCTIONS_PORT) ? '' : ` (${FUNCTIONS_PORT} is in use)`;
