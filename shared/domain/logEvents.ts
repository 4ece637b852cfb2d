import { AGENT_EVENTS } from './log/agentEvents.ts';
import { GHL_EVENTS } from './log/ghlEvents.ts';
import type { LogContext, LogFields } from './log/logFields.ts';
import { MAILBOX_EVENTS } from './log/mailboxEvents.ts';
import { OPERATION_EVENTS } from './log/operationEvents.ts';
import { SYNC_EVENTS } from './log/syncEvents.ts';

/** Every line that we write. A field that its event does not list is not written. */
export const LOG_EVENTS = {
  ...SYNC_EVENTS,
  ...MAILBOX_EVENTS,
  ...AGENT_EVENTS,
  ...GHL_EVENTS,
  ...OPERATION_EVENTS,
} as const;

export type LogEventName = keyof typeof LOG_EVENTS;

type LogEventFields<Name extends LogEventName> = Pick<LogFields, (typeof LOG_EVENTS)[Name]['fields'][number]>;

/** The only way to write a log line. It never throws. */
export interface Log {
  event<Name extends LogEventName>(name: Name, fields: LogEventFields<Name>): void;
  /** A log whose lines all carry `context` as well. */
  with(context: LogContext): Log;
}
