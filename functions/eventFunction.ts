import { type CloudEvent, cloudEvent } from '@google-cloud/functions-framework';
import { type App, app } from './app.ts';
import type { FunctionName } from './registry.ts';

/**
 * Registers a function of a Pub/Sub topic. To return acknowledges; to throw has the message delivered again. The
 * framework prints what is thrown as it is, and answers with it: so the failure goes to the log, redacted and with its
 * causes, and the framework gets one line.
 */
export function eventFunction(
  name: FunctionName,
  handle: (deps: App, event: CloudEvent<unknown>) => Promise<void>,
) {
  cloudEvent(name, async (event: CloudEvent<unknown>) => {
    const deps = app();
    try {
      await handle(deps, event);
    } catch (error) {
      if (!(error instanceof Redelivery)) deps.log.event('eventFailed', { function: name, error });
      throw withoutStack(new Error(`${name}: to be delivered again`));
    }
  });
}

/** Thrown to have a message delivered again although nothing went wrong. */
export class Redelivery extends Error {
  override readonly name = 'Redelivery';
}

function withoutStack(error: Error): Error {
  error.stack = error.message;
  return error;
}
