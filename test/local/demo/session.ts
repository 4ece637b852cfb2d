import { EmulatorError } from '../../support/emulators/emulatorError.ts';
import { DemoError } from './demoError.ts';
import type { Keyboard } from './keyboard.ts';
import type { Options } from './options.ts';
import { paint, type Screen } from './screen.ts';

const TOLD_WIDTH = 56;

/** One run of the demo, from the first step to the last thing that is cleared away. */
export interface Session {
  readonly options: Options;
  readonly screen: Screen;
  readonly keyboard: Keyboard;
  /** Aborted when a person quits, the time is up, or, with a DemoError as its reason, something died. */
  readonly stop: AbortController;
  /** Whatever has to be cleared away in the end, last first. */
  readonly resources: AsyncDisposableStack;
}

/** Says what is being started, then what came of it and how long it took. @throws DemoError that names the step */
export async function step<T>(
  { screen, stop }: Session,
  what: string,
  work: () => Promise<T>,
  told: (result: T) => string,
): Promise<T> {
  stop.signal.throwIfAborted();
  const key = Symbol(what);
  const beginning = `  ${what.padEnd(12)}`;
  screen.begin(key, beginning);
  const startedAt = performance.now();
  try {
    const result = await work();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    screen.end(key, beginning, `${told(result).padEnd(TOLD_WIDTH)} ${paint('dim', `${seconds} s`)}`);
    return result;
  } catch (error) {
    screen.end(key, beginning, paint('red', 'failed'));
    if (error instanceof EmulatorError || error instanceof DemoError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new DemoError(`${what}: ${why}`, { cause: error });
  }
}
