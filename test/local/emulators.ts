import { parseArgs } from 'node:util';
import { EmulatorError } from '../support/emulators/emulatorError.ts';
import { EMULATOR_NAMES, EMULATORS } from '../support/emulators/emulators.ts';
import { DEMO_PROJECT, type RunningEmulators, startEmulators } from '../support/emulators/startEmulators.ts';

const USAGE = `Usage: npm run emulators [-- options]

Starts the Firestore, Pub/Sub and Auth emulators and keeps them until Ctrl-C. Those whose variable is set are reused.

${EMULATOR_NAMES.map(portLine).join('\n')}
  --project <id>            project id (${DEMO_PROJECT})
  --help                    this text`;

function portLine(name: (typeof EMULATOR_NAMES)[number]): string {
  const { title, defaultPort, variable } = EMULATORS[name];
  return `  ${`--${name}-port <port>`.padEnd(25)} ${title} (${defaultPort}); reused when ${variable} is set`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'firestore-port': { type: 'string' },
      'pubsub-port': { type: 'string' },
      'auth-port': { type: 'string' },
      project: { type: 'string', default: DEMO_PROJECT },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);

  const chosen = EMULATOR_NAMES.flatMap((name) => {
    const value = values[`${name}-port`];
    return value === undefined ? [] : [[name, parsePort(value)]];
  });
  const emulators = await startEmulators({ ports: Object.fromEntries(chosen), projectId: values.project });
  // Whoever reads "Ready" may send a signal at once.
  const stopSignal = new Promise<undefined>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve(undefined));
  });
  print(emulators);

  const death = await Promise.race([stopSignal, emulators.died]);
  await emulators.stop();
  if (death !== undefined) throw new EmulatorError(death);
}

function parsePort(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new EmulatorError(`Not a port: ${value}`);
}

function print({ env, started }: RunningEmulators): void {
  for (const name of EMULATOR_NAMES) {
    const { title, variable } = EMULATORS[name];
    const note = started.includes(name) ? '' : '  (was running)';
    console.log(`${title.padEnd(10)} ${env[variable]}${note}`);
  }
  console.log(
    `\n${Object.entries(env)
      .map(([variable, value]) => `export ${variable}=${value}`)
      .join('\n')}`,
  );
  console.log('\nReady. Ctrl-C stops them.');
}

try {
  await main();
} catch (error) {
  // Wrong options (parseArgs) and emulators that cannot start need one line, not a stack.
  if (!(error instanceof EmulatorError || error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
