import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVE = fileURLToPath(new URL('../../../functions/serve.ts', import.meta.url));

export interface ServedFunctions {
  readonly url: string;
  stop(): Promise<void>;
}

/** Runs `npm run serve`'s own entry in a process of its own; `onLine` gets each line of its log. */
export async function serveFunctions(
  env: Readonly<Record<string, string>>,
  onLine: (line: string) => void = () => {},
): Promise<ServedFunctions> {
  const child = spawn(process.execPath, [SERVE], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  createInterface(child.stdout).on('line', onLine);
  const said: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      said.push(line);
      const [found] = /http:\/\/localhost:\d+/.exec(line) ?? [];
      if (found) resolve(found.replace('localhost', '127.0.0.1'));
    });
    void exited.then(([code]) => reject(new Error(`The functions ended with ${code}:\n${said.join('\n')}`)));
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
