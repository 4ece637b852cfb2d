import { createLog, type LogOptions } from '../../../shared/adapters/logging/createLog.ts';

export const NOW = new Date('2026-11-22T12:34:56.789Z');

/** A log, what it wrote as text, and the same parsed. */
export function newLog(options: LogOptions = {}) {
  const written: string[] = [];
  const write = { write: (line: string) => void written.push(line) };
  const log = createLog({ level: 'DEBUG', now: () => NOW, write, ...options });
  const lines = () => written.map((line): Record<string, unknown> => JSON.parse(line));
  return { log, lines, text: () => written.join('') };
}
