import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EmulatorCommand } from './emulatorProcess.ts';
import { EMULATORS, type EmulatorName } from './emulators.ts';
import { javaCommand } from './findJava.ts';
import type { EmulatorSource } from './planEmulators.ts';
import { freePort } from './ports.ts';

/** How to start an emulator from where it was found, listening at `host`. */
export async function launchCommand(
  name: EmulatorName,
  source: EmulatorSource,
  host: string,
  projectId: string,
): Promise<EmulatorCommand> {
  const { title, sdk } = EMULATORS[name];
  const port = Number(host.split(':').at(-1));
  switch (source.kind) {
    case 'sdk':
      return {
        title,
        host,
        command: source.script,
        arguments: [...(sdk?.arguments ?? []), '--host=127.0.0.1', `--port=${port}`],
        env: javaEnvironment(),
      };
    case 'firebase-tools': {
      const folder = await writeFirebaseConfig(name, port);
      const start = ['emulators:start', '--only', name, '--project', projectId, '--non-interactive'];
      return { title, host, command: firebase, arguments: start, env: javaEnvironment(), folder };
    }
    case 'auth-server':
      return {
        title,
        host,
        command: process.execPath,
        arguments: [authServer, String(port), projectId],
        env: process.env,
      };
    case 'running':
      throw new Error(`The ${title} emulator runs already at ${source.host}`);
  }
}

const authServer = fileURLToPath(new URL('authServer.ts', import.meta.url));
const firebase = fileURLToPath(new URL('../../../node_modules/.bin/firebase', import.meta.url));

/**
 * Half the start of these short-lived JVMs is spent in their optimising compiler. The Firestore script runs `$JAVA`
 * unquoted: with `exec` in front no shell stands between us and the JVM.
 */
function javaEnvironment(): NodeJS.ProcessEnv {
  const options = [process.env['JAVA_TOOL_OPTIONS'], '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  return {
    ...process.env,
    JAVA: `exec ${javaCommand(process.env)}`,
    JAVA_TOOL_OPTIONS: options.filter(Boolean).join(' '),
  };
}

/** firebase-tools takes ports from a file only, and starts a hub and a log server that nobody asked for: kept apart. */
async function writeFirebaseConfig(name: EmulatorName, port: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'firebase-emulator-'));
  const at = (chosen: number) => ({ host: '127.0.0.1', port: chosen });
  const emulators = {
    [name]: at(port),
    hub: at(await freePort()),
    logging: at(await freePort()),
    ui: { enabled: false },
  };
  await writeFile(join(folder, 'firebase.json'), JSON.stringify({ emulators }));
  return folder;
}
