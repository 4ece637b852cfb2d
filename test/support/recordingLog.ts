import type { Log, LogEventName } from '../../shared/domain/logEvents.ts';

export interface LogLine {
  readonly event: LogEventName;
  readonly fields: object;
}

/** A log that keeps its events for a test to look at. */
export function recordingLog(): { log: Log; lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const log: Log = {
    event: (event, fields) => {
      lines.push({ event, fields });
    },
    with: () => log,
  };
  return { log, lines };
}
