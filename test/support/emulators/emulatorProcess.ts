import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { errorCode } from '../errorCode.ts';
import { EmulatorError } from './emulatorError.ts';
import { OutputTail } from './outputTail.ts';

const START_LIMIT_MS = 60_000;
const STOP_GRACE_MS = 5_000;
const POLL_MS = 20;

export interface EmulatorCommand {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where it will answer, as `127.0.0.1:port`. */
  readonly host: string;
  /** A temporary folder to run in, removed in the end. */
  readonly folder?: string;
}

export interface EmulatorProcess {
  /** Resolves with one line when the emulator ends without being stopped. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Runs the command in a process group of its own, beside a shell that waits on a pipe of ours and kills the group
 * when the pipe closes. The system closes it however this process ends, so nothing outlives it, not even a SIGKILL.
 */
const UNTIL_PIPE_CLOSES = '{ read _ <&3; kill -KILL 0; } & exec "$@" 3<&-';

/** Starts an emulator and waits until it answers. @throws EmulatorError with its last output when it does not */
export async function startEmulatorProcess(start: EmulatorCommand): Promise<EmulatorProcess> {
  const child = spawn('sh', ['-c', UNTIL_PIPE_CLOSES, 'sh', start.command, ...start.arguments], {
    detached: true,
    cwd: start.folder,
    env: { ...start.env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const output = new OutputTail([child.stdout, child.stderr]);
  // On the dying side, a reset of the pipe is no news.
  child.stdio[3]?.on('error', () => {});
  const exited = once(child, 'exit');

  let stopping = false;
  const stop = async () => {
    stopping = true;
    await stopGroup(child, exited);
  };
  const ended = new AbortController();
  const died = exited.then(async () => {
    ended.abort();
    // The group's last member, the waiting shell, goes as well.
    signalGroup(child, 'SIGKILL');
    if (start.folder !== undefined) await rm(start.folder, { recursive: true, force: true });
    return stopping ? new Promise<string>(() => {}) : `The ${start.title} emulator ended unexpectedly.`;
  });

  const problem = await untilItAnswers(start.host, ended.signal);
  if (problem === undefined) return { died, stop };
  await stop();
  throw new EmulatorError(`The ${start.title} emulator ${problem}. Its last output:\n${output.text()}`);
}

/** Polls the root page, which all three emulators answer with 200 once they serve; otherwise says what went wrong. */
async function untilItAnswers(host: string, ended: AbortSignal): Promise<string | undefined> {
  const deadline = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadline) {
    if (ended.aborted) return 'did not start';
    const response = await fetch(`http://${host}/`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return undefined;
    await setTimeout(POLL_MS);
  }
  return `did not answer within ${START_LIMIT_MS / 1000} seconds`;
}

async function stopGroup(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    signalGroup(child, 'SIGTERM');
    await Promise.race([exited, setTimeout(STOP_GRACE_MS, undefined, { ref: false })]);
  }
  signalGroup(child, 'SIGKILL');
  await exited;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
