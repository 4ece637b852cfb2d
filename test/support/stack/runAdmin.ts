import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../functions/admin/main.ts', import.meta.url));

export interface AdminRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run admin` in a process of its own, with something on its stdin. */
export async function runAdmin(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  stdin = '',
): Promise<AdminRun> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env } });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  // It may end without having read it.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const [exitCode, stdout, stderr] = await Promise.all([exited, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}
