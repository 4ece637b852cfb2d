import { type DestinationStream, pino } from 'pino';
import type { LogContext, Severity } from '../../domain/log/logFields.ts';
import { LOG_EVENTS, type Log, type LogEventName } from '../../domain/logEvents.ts';
import { type Admitted, admitContext, admitFields } from './admitFields.ts';
import { describeError, stackOf } from './describeError.ts';

export interface LogOptions {
  /** Where lines go; stdout, written at once, because an instance sleeps as soon as it has answered. */
  readonly write?: DestinationStream;
  /** The least severity that is written. */
  readonly level?: Severity;
  readonly now?: () => Date;
  readonly context?: LogContext;
  /** What the lines of the request have in common that is being answered at this moment. */
  readonly current?: () => LogContext;
  /** By which Error Reporting groups; Cloud Run supplies it where this is absent. */
  readonly service?: { readonly service: string; readonly version?: string };
  /** Writes a `fieldDropped` line for each field that was left out: for development and tests. */
  readonly reportDropped?: boolean;
}

/** pino writes and compares its levels in small letters. */
const LEVEL = { DEBUG: 'debug', INFO: 'info', NOTICE: 'notice', WARNING: 'warning', ERROR: 'error' } as const;
const CUSTOM_LEVELS = { debug: 20, info: 30, notice: 35, warning: 40, error: 50 };

const TRACE = /^projects\/[\w.:-]+\/traces\/[0-9a-f]{32}$/;
const SPAN = /^[0-9a-f]{16}$/;
const EXECUTION = /^[\w-]{1,64}$/;

/** A log of one JSON line an event, in the format that Cloud Logging takes apart. */
export function createLog(options: LogOptions = {}): Log {
  const {
    level = 'INFO',
    now = () => new Date(),
    current = () => ({}),
    service,
    write = pino.destination({ fd: 1, sync: true }),
  } = options;
  const logger = pino(
    {
      level: LEVEL[level],
      customLevels: CUSTOM_LEVELS,
      useOnlyCustomLevels: true,
      base: service === undefined ? null : { serviceContext: service },
      formatters: { level: (label) => ({ severity: label.toUpperCase() }) },
      timestamp: () => `,"time":"${now().toISOString()}"`,
    },
    write,
  );

  const writeEvent = (name: LogEventName, context: LogContext, given: object) => {
    const level = LEVEL[LOG_EVENTS[name].severity];
    if (!logger.isLevelEnabled(level)) return;
    const admitted = admitFields(name, given);
    logger[level](line(name, { ...current(), ...context }, admitted));
    if (options.reportDropped !== true || name === 'fieldDropped') return;
    for (const key of admitted.dropped) writeEvent('fieldDropped', context, { ofEvent: name, key });
  };

  const withContext = (context: LogContext): Log => ({
    event(name, fields) {
      try {
        writeEvent(name, context, fields);
      } catch {
        // An error whose own properties throw must not end the sync that reports it.
        logger.error({ message: `${wordsOf(name)}: a line that could not be made`, event: name });
      }
    },
    with: (more) => withContext({ ...context, ...more }),
  });
  return withContext(options.context ?? {});
}

function line(
  name: LogEventName,
  { trace, spanId, executionId, ...context }: LogContext,
  { fields, error }: Admitted,
) {
  const shared = admitContext(context).fields;
  const described = error === undefined ? undefined : describeError(error);
  const words = wordsOf(name);
  return {
    message: described === undefined ? words : `${words}: ${described.message}`,
    event: name,
    ...shared,
    ...fields,
    ...(described === undefined ? {} : { error: described, ...stackTrace(name, error) }),
    'logging.googleapis.com/labels': labels(name, shared['function'], executionId),
    ...(trace !== undefined && TRACE.test(trace) ? { 'logging.googleapis.com/trace': trace } : {}),
    ...(spanId !== undefined && SPAN.test(spanId) ? { 'logging.googleapis.com/spanId': spanId } : {}),
  };
}

/** Error Reporting counts each stack that it sees as an incident, so only what needs a person has one. */
function stackTrace(name: LogEventName, error: unknown): { stack_trace?: string } {
  const severity: Severity = LOG_EVENTS[name].severity;
  const stack = severity === 'ERROR' ? stackOf(error) : undefined;
  return stack === undefined ? {} : { stack_trace: stack };
}

/** What metrics and alerts select by, and the execution, as Cloud Run functions name it; other ids stay in the payload. */
const labels = (
  name: LogEventName,
  where: unknown,
  executionId: string | undefined,
): Record<string, string> => ({
  event: name,
  ...(typeof where === 'string' && { function: where }),
  ...(executionId !== undefined && EXECUTION.test(executionId) && { execution_id: executionId }),
});

const wordsOf = (name: LogEventName): string =>
  name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
