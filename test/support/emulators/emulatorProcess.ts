import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { startBoundProcess } from '../boundProcess.ts';
import { EmulatorError } from './emulatorError.ts';
import { OutputTail } from './outputTail.ts';

const START_LIMIT_MS = 60_000;
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

/** Starts an emulator and waits until it answers. @throws EmulatorError with its last output when it does not */
export async function startEmulatorProcess(start: EmulatorCommand): Promise<EmulatorProcess> {
  const { folder } = start;
  const running = startBoundProcess(start.command, start.arguments, start.env, { cwd: folder });
  const output = new OutputTail([running.stdout, running.stderr]);

  let stopping = false;
  const over = new AbortController();
  const ended = running.exited.then(async () => {
    over.abort();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  const died = ended.then(() =>
    stopping ? new Promise<string>(() => {}) : `The ${start.title} emulator ended unexpectedly.`,
  );
  const stop = async () => {
    stopping = true;
    await running.stop();
    await ended;
  };

  const problem = await untilItAnswers(start.host, over.signal);
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
