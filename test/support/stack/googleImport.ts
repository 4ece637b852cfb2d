import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../emulators/ports.ts';
import { eventually } from '../eventually.ts';
import type { GmailSimulator } from '../gmail/gmailSimulator.ts';
import type { AdminRun } from './runAdmin.ts';
import type { Stack } from './stack.ts';

const MAIN = fileURLToPath(new URL('../../../functions/admin/main.ts', import.meta.url));

export interface GoogleImport {
  readonly port: number;
  /** The address that it prints; undefined where it ends before. */
  url(): Promise<string | undefined>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<AdminRun>;
}

/** `npm run admin -- contacts import --from google` in a process of its own, on a free port. */
export async function startGoogleImport(
  stack: Pick<Stack, 'env'>,
  args: readonly string[],
): Promise<GoogleImport> {
  const port = await freePort();
  const all = [MAIN, 'contacts', 'import', '--from', 'google', '--port', `${port}`, '--verbose', ...args];
  const child = spawn(process.execPath, all, {
    env: { ...process.env, ...stack.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (some) => {
    stdout += some;
  });
  child.stderr.on('data', (some) => {
    stderr += some;
  });
  const ended = new Promise<AdminRun>((resolve) =>
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr })),
  );
  // Should the test give up on it: it waits for minutes.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let isOver = false;
  child.once('close', () => {
    isOver = true;
    process.off('exit', kill);
  });
  return {
    port,
    ended,
    signal: (name) => void child.kill(name),
    async url() {
      const urlNow = () => /^http\S+$/m.exec(stderr)?.[0];
      await eventually('the address is printed', () => isOver || urlNow() !== undefined);
      return urlNow();
    },
  };
}

export type Choice = NonNullable<Parameters<GmailSimulator['oauth']['consent']>[1]>;

/** Does what the person does: opens the address, chooses, and lets the browser follow the redirect. */
export async function importThroughConsent(
  stack: Pick<Stack, 'env' | 'gmail'>,
  args: readonly string[],
  choice: Choice,
): Promise<AdminRun & { readonly page: string }> {
  const started = await startGoogleImport(stack, args);
  const url = await started.url();
  const back = url === undefined ? undefined : await fetch(await stack.gmail.oauth.consent(url, choice));
  const page = (await back?.text()) ?? '';
  return { ...(await started.ended), page };
}
