import { ghlErrors } from './ghlError.ts';

/** What GHL allows an app in a location; told in each answer, refused only when a test says so. */
export interface LimitRule {
  enforced: boolean;
  /** Requests in `intervalMs`, rolling. */
  max: number;
  intervalMs: number;
  daily: number;
}

const DAY = 86_400_000;

/** What one location's calls have used up. */
export class RateLimits {
  readonly #rule: LimitRule;
  readonly #now: () => number;
  #recent: number[] = [];
  #day = 0;
  #today = 0;

  constructor(rule: LimitRule, now: () => number) {
    this.#rule = rule;
    this.#now = now;
  }

  /** @throws GhlError where one more is too many; it does not count then. */
  charge(): void {
    this.#roll();
    const { enforced, max, daily } = this.#rule;
    if (enforced && (this.#recent.length >= max || this.#today >= daily)) throw ghlErrors.tooManyRequests();
    this.#recent.push(this.#now());
    this.#today += 1;
  }

  /** As if so many calls had been made today. */
  spendToday(calls: number): void {
    this.#roll();
    this.#today += calls;
  }

  get usedToday(): number {
    this.#roll();
    return this.#today;
  }

  /** GHL sends the last one too, though it is in no list of theirs: milliseconds, as their own client reads it. */
  headers(): Readonly<Record<string, string>> {
    this.#roll();
    const { max, intervalMs, daily } = this.#rule;
    return {
      'x-ratelimit-max': String(max),
      'x-ratelimit-remaining': String(Math.max(0, max - this.#recent.length)),
      'x-ratelimit-interval-milliseconds': String(intervalMs),
      'x-ratelimit-limit-daily': String(daily),
      'x-ratelimit-daily-remaining': String(Math.max(0, daily - this.#today)),
      'x-ratelimit-daily-reset': String(DAY - (this.#now() % DAY)),
    };
  }

  #roll(): void {
    const now = this.#now();
    const open = this.#recent.findIndex((at) => now - at < this.#rule.intervalMs);
    if (open !== 0) this.#recent = open < 0 ? [] : this.#recent.slice(open);
    const day = Math.floor(now / DAY);
    if (day !== this.#day) this.#today = 0;
    this.#day = day;
  }
}
