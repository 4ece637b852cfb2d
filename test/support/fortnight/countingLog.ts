import type { Log, LogEventName } from '../../../shared/domain/logEvents.ts';

/** A log of which only the numbers are kept: a fortnight has half a million lines. */
export function countingLog(): { log: Log; counts: Map<LogEventName, number>; findings: object[] } {
  const counts = new Map<LogEventName, number>();
  const findings: object[] = [];
  const log: Log = {
    event: (event, fields) => {
      counts.set(event, (counts.get(event) ?? 0) + 1);
      if (event === 'auditFinding') findings.push(fields);
    },
    with: () => log,
  };
  return { log, counts, findings };
}
