import { Interrupted } from './terminal.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Does work that Ctrl-C ends by its signal, so that it can clean up. @throws Interrupted where it was ended so */
export async function untilInterrupted<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    return await work(interrupted.signal);
  } catch (error) {
    throw interrupted.signal.aborted ? new Interrupted() : error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}
