import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { errorCode } from './errorCode.ts';

const STOP_GRACE_MS = 5_000;

/**
 * Runs the command in a process group of its own, beside a shell that waits on a pipe of ours and kills the group
 * when the pipe closes. The system closes it however this process ends, so nothing outlives it, not even a SIGKILL;
 * nor does the group get the terminal's Ctrl-C.
 */
const UNTIL_PIPE_CLOSES = '{ read _ <&3; kill -KILL 0; } & exec "$@" 3<&-';

export interface BoundProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** The exit code, null where a signal ended it; whatever it started has been killed by then. */
  readonly exited: Promise<number | null>;
  /** SIGTERM to it and whatever it started, and after a while SIGKILL. Harmless when it has ended. */
  stop(): Promise<void>;
}

/** Starts a process that cannot outlive this one. */
export function startBoundProcess(
  command: string,
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
  { cwd }: { cwd?: string | undefined } = {},
): BoundProcess {
  const child = spawn('sh', ['-c', UNTIL_PIPE_CLOSES, 'sh', command, ...args], {
    detached: true,
    cwd,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('spawn made no pipes');
  // On the dying side, a reset of the pipe is no news.
  child.stdio[3]?.on('error', () => {});
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => {
    // The group's last member, the waiting shell, goes as well.
    signalGroup(child, 'SIGKILL');
    return code ?? null;
  });
  return {
    stdout,
    stderr,
    exited,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        signalGroup(child, 'SIGTERM');
        await Promise.race([exited, setTimeout(STOP_GRACE_MS, undefined, { ref: false })]);
      }
      signalGroup(child, 'SIGKILL');
      await exited;
    },
  };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
