import { googleErrors } from './googleError.ts';

/**
 * Units that Gmail charges a call, for projects created since May 2026; methods that the new table does not name
 * keep the price of the old one. Source: https://developers.google.com/workspace/gmail/api/reference/quota
 */
const UNITS = {
  getProfile: 1,
  watch: 100,
  stop: 50,
  'messages.list': 5,
  'messages.get': 20,
  'messages.attachments.get': 20,
  'messages.send': 100,
  'messages.modify': 5,
  'messages.batchModify': 50,
  'messages.trash': 5,
  'messages.untrash': 5,
  'messages.delete': 10,
  'messages.batchDelete': 50,
  'threads.list': 10,
  'threads.get': 40,
  'threads.modify': 10,
  'threads.trash': 10,
  'threads.untrash': 10,
  'threads.delete': 20,
  'history.list': 2,
  'labels.list': 1,
  'labels.get': 1,
  'labels.create': 5,
  'settings.sendAs.list': 1,
  'settings.sendAs.get': 1,
  'drafts.list': 5,
  'drafts.get': 20,
  'drafts.create': 10,
  'drafts.update': 15,
  'drafts.send': 100,
  'drafts.delete': 10,
} as const satisfies Record<string, number>;

export type GmailMethod = keyof typeof UNITS;

export interface Call {
  readonly method: GmailMethod;
  /** Zero for a call that was refused for its rate or its token. */
  readonly units: number;
  /** Zero where the connection was cut. */
  readonly status: number;
  readonly at: Date;
}

/** The limit that Gmail enforces a user; off unless a test wants it, the accounting is always on. */
export interface QuotaRule {
  enforced: boolean;
  unitsPerMinute: number;
  refuseWith: 'userRateLimitExceeded' | 'rateLimitExceeded' | 'tooManyRequests';
}

const MINUTE = 60_000;

/** What one account's calls have cost. */
export class Usage {
  readonly #rule: QuotaRule;
  readonly #now: () => Date;
  #calls: Call[] = [];
  /** What counts against the rolling minute; a reset of the accounting does not forgive it. */
  readonly #recent: { readonly at: number; readonly units: number }[] = [];
  #spent = 0;

  constructor(rule: QuotaRule, now: () => Date) {
    this.#rule = rule;
    this.#now = now;
  }

  get calls(): readonly Call[] {
    return this.#calls;
  }

  get units(): number {
    return this.#calls.reduce((sum, { units }) => sum + units, 0);
  }

  count(method: GmailMethod): number {
    return this.#calls.filter((call) => call.method === method).length;
  }

  reset(): void {
    this.#calls = [];
  }

  /** @throws GoogleError where the call would go over the minute's units. */
  charge(method: GmailMethod): number {
    const at = this.#now().getTime();
    for (let old = this.#recent[0]; old && at - old.at >= MINUTE; old = this.#recent[0]) {
      this.#spent -= old.units;
      this.#recent.shift();
    }
    if (this.#rule.enforced && this.#spent + UNITS[method] > this.#rule.unitsPerMinute) {
      throw this.#rule.refuseWith === 'tooManyRequests'
        ? googleErrors.tooManyRequests(new Date(at + MINUTE))
        : googleErrors[this.#rule.refuseWith]();
    }
    this.#recent.push({ at, units: UNITS[method] });
    this.#spent += UNITS[method];
    return UNITS[method];
  }

  record(method: GmailMethod, units: number, status: number): void {
    this.#calls.push({ method, units, status, at: this.#now() });
  }
}
