import { LOG_FIELDS, type LogField } from '../../domain/log/logFields.ts';
import { LOG_EVENTS, type LogEventName } from '../../domain/logEvents.ts';
import { redact, redactPatterns } from './redact.ts';

/** Ids of ours, of Gmail, of Pub/Sub and of Firebase; nothing with a space, a dot, a slash or an `@`. */
const ID = /^[A-Za-z0-9_:-]{1,128}$/;
const WORD = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

type Written = string | number | boolean;

export interface Admitted {
  readonly fields: Readonly<Record<string, Written>>;
  /** Names of fields that the event does not list, or whose value is not of their kind. */
  readonly dropped: readonly string[];
  readonly error: unknown;
}

/** Lets through what an event may have. Types say the same, but an object that is passed on can hold more. */
export function admitFields(name: LogEventName, given: object): Admitted {
  const listed: ReadonlySet<string> = new Set(LOG_EVENTS[name].fields);
  return admit(given, (key): key is LogField => listed.has(key));
}

/** The same for what all lines of a log have in common. */
export function admitContext(given: object): Admitted {
  return admit(given, (key): key is LogField => Object.hasOwn(LOG_FIELDS, key));
}

function admit(given: object, isAllowed: (key: string) => key is LogField): Admitted {
  const fields: Record<string, Written> = {};
  const dropped: string[] = [];
  let error: unknown;
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const written = isAllowed(key) ? write(key, value) : undefined;
    if (isAllowed(key) && LOG_FIELDS[key].kind === 'error') error = value;
    else if (written === undefined) dropped.push(key);
    else fields[key] = written;
  }
  return { fields, dropped, error };
}

function write(field: LogField, value: unknown): Written | undefined {
  switch (LOG_FIELDS[field].kind) {
    case 'id':
      return typeof value === 'string' && ID.test(value) ? redactPatterns(value) : undefined;
    case 'word':
      return typeof value === 'string' && WORD.test(value) ? redact(value) : undefined;
    case 'count':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'time':
      return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined;
    case 'error':
      return undefined;
  }
}
