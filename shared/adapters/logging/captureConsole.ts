import type { Log } from '../../domain/logEvents.ts';

const METHODS = ['debug', 'info', 'log', 'warn', 'error'] as const;

/**
 * Takes the console away from libraries: Express prints the whole body of a request that it cannot parse, and
 * firebase-functions that of a call that breaks its protocol. What is left is what was thrown and caught by nobody,
 * and that goes through our log. To be called before a library is loaded that keeps the console's functions.
 */
export function captureConsole(log: Log, console: Pick<Console, (typeof METHODS)[number]>): void {
  for (const method of METHODS) {
    console[method] = (...said: unknown[]) => {
      const error = said.find(isUncaught);
      if (error !== undefined) log.event('unexpectedFailure', { error });
    };
  }
}

/** A failure that is the caller's own is answered and not ours to report; the framework prints ours as their stack. */
function isUncaught(said: unknown): boolean {
  if (said instanceof Error) return !('status' in said && Number(said.status) < 500);
  return typeof said === 'string' && /\n {4}at \S/.test(said);
}
