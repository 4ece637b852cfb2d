import type { ServiceFailure } from './serviceFailure.ts';

/**
 * When Google asks us to come back, if it says so. Gmail's rate limit tells it in words alone ("User-rate limit
 * exceeded.  Retry after 2026-04-19T23:39:25.148Z"), without any field; some answers carry `Retry-After`, in
 * seconds or as a date. The later of the two counts: coming back too early prolongs the limit.
 */
export function retryAt({ retryAfter, message }: ServiceFailure, now: Date): Date | undefined {
  const told = [fromHeader(retryAfter, now), fromWords(message)].filter((date) => date !== undefined);
  return told.length === 0 ? undefined : new Date(Math.max(...told.map((date) => date.getTime())));
}

function fromHeader(header: string | undefined, now: Date): Date | undefined {
  if (header === undefined) return undefined;
  return /^\d+$/.test(header)
    ? valid(new Date(now.getTime() + Number(header) * 1000))
    : valid(new Date(header));
}

function fromWords(message: string): Date | undefined {
  const [, timestamp] = /Retry after (\d{4}-\d\d-\d\dT[\d:.]+Z)/i.exec(message) ?? [];
  return timestamp === undefined ? undefined : valid(new Date(timestamp));
}

const valid = (date: Date): Date | undefined => (Number.isNaN(date.getTime()) ? undefined : date);
