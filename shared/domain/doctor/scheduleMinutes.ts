const UNITS: Readonly<Record<string, number>> = { minute: 1, min: 1, hour: 60, day: 1_440, week: 10_080 };
const WEEKDAY = /^every (mon|tues|wednes|thurs|fri|satur|sun)day\b/;

/**
 * The longest wait between two runs of a schedule, in minutes; undefined where it is written in a way that is not known
 * here. https://cloud.google.com/scheduler/docs/configuring/cron-job-schedules
 */
export function scheduleMinutes(schedule: string): number | undefined {
  const told = schedule.trim().toLowerCase().replace(/\s+/g, ' ');
  const [, count, unit] = /^every (?:(\d+) )?(minute|min|hour|day|week)s?\b/.exec(told) ?? [];
  if (unit !== undefined) return Number(count ?? 1) * (UNITS[unit] ?? 0);
  if (WEEKDAY.test(told)) return UNITS['week'];
  const [minute, hour, day, month, weekday, ...rest] = told.split(' ');
  if (!minute || !hour || !day || !month || !weekday || rest.length > 0) return undefined;
  if (day !== '*' || month !== '*') return undefined;
  if (weekday !== '*')
    return /^\w+$/.test(weekday) && isOne(minute) && isOne(hour) ? UNITS['week'] : undefined;
  if (isOne(minute) && isOne(hour)) return UNITS['day'];
  if (isOne(minute)) return scale(widest(hour, 24), 60);
  return hour === '*' ? widest(minute, 60) : undefined;
}

const isOne = (part: string): boolean => /^\d+$/.test(part);

const scale = (count: number | undefined, by: number): number | undefined =>
  count === undefined ? undefined : count * by;

/** Of `*`, `*` `/n` and lists: the widest gap, round the end of the hour or day as well. */
function widest(part: string, size: number): number | undefined {
  if (part === '*') return 1;
  const [, step] = /^(?:\*|0-59|0-23)\/(\d+)$/.exec(part) ?? [];
  const times = step === undefined ? part.split(',') : stepped(Number(step), size);
  if (times.length === 0 || !times.every(isOne)) return undefined;
  const sorted = times.map(Number).sort((a, b) => a - b);
  const [first = 0] = sorted;
  return Math.max(...sorted.map((time, at) => (sorted[at + 1] ?? first + size) - time));
}

const stepped = (step: number, size: number): string[] =>
  step > 0 ? Array.from({ length: Math.ceil(size / step) }, (_, at) => String(at * step)) : [];
