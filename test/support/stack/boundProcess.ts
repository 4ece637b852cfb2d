import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

const STOP_GRACE_MS = 5_000;

/**
 * Runs the command beside a shell that waits on a pipe of ours and kills both when the pipe closes. The system closes
 * it however this process ends; in a group of its own the command does not get the terminal's Ctrl-C either.
 */
const UNTIL_PIPE_CLOSES = '{ read _ <&3; kill -KILL 0; } & exec "$@" 3<&-';

export interface BoundProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** The exit code; null where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** SIGTERM, and after a while SIGKILL. */
  stop(): Promise<void>;
}

/** Starts a process that cannot outlive this one. */
export function startBoundProcess(
  command: string,
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
): BoundProcess {
  const child = spawn('sh', ['-c', UNTIL_PIPE_CLOSES, 'sh', command, ...args], {
    detached: true,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('spawn made no pipes');
  const signal = (name: NodeJS.Signals) => signalGroup(child.pid, name);
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => {
    // The group's last member, the waiting shell, goes as well.
    signal('SIGKILL');
    return code ?? null;
  });
  return {
    stdout,
    stderr,
    exited,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) signal('SIGTERM');
      await Promise.race([exited, setTimeout(STOP_GRACE_MS, undefined, { ref: false })]);
      signal('SIGKILL');
      await exited;
    },
  };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
