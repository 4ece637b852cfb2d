import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startBoundProcess } from '../boundProcess.ts';

const SERVE = fileURLToPath(new URL('../../../functions/serve.ts', import.meta.url));
const TOLD_LINES = 5;

export interface ServedFunctions {
  readonly url: string;
  /** Resolves with why, when the server ends without being stopped. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Runs `npm run serve`'s own entry in a process of its own; `onLine` gets each line of its log, `onErrorLine` what it
 * says on stderr.
 */
export async function serveFunctions(
  env: Readonly<Record<string, string>>,
  onLine: (line: string) => void = () => {},
  onErrorLine: (line: string) => void = () => {},
): Promise<ServedFunctions> {
  const server = startBoundProcess(process.execPath, [SERVE], { ...process.env, ...env });
  let stopping = false;
  const said: string[] = [];
  const ended = server.exited.then((code) =>
    [`The functions ended unexpectedly (exit code ${code ?? 'none'}).`, ...said.slice(-TOLD_LINES)].join(
      '\n',
    ),
  );
  createInterface(server.stdout).on('line', onLine);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(server.stderr).on('line', (line) => {
      onErrorLine(line);
      const [found] = /http:\/\/localhost:\d+/.exec(line) ?? [];
      if (found) resolve(found.replace('localhost', '127.0.0.1'));
      else said.push(line);
    });
    void ended.then((why) => reject(new Error(why)));
  });
  return {
    url,
    died: ended.then((why) => (stopping ? new Promise<string>(() => {}) : why)),
    async stop() {
      stopping = true;
      await server.stop();
    },
  };
}
