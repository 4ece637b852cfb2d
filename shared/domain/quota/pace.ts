import { roomFor, type Usage, unitsAt } from './usage.ts';

/** How urgent a call to Gmail is. */
export const PACES = {
  /** Mail that has just come, and what a person waits for. */
  news: { ceiling: 1, evenly: null },
  /** A piece of work that has an end soon: a contact's history, an audit's page. */
  batch: { ceiling: 2 / 3, evenly: null },
  /**
   * Work of hours: a first sync of thousands of mails, a recovery. It begins at full speed, because most are short, and
   * then goes evenly, so that what is left of the quota is left in every second: two per cent for calls that nobody
   * announces, and the rest of what it does not use for Gmail's count of a minute being unlike ours.
   */
  bulk: { ceiling: 0.98, evenly: { above: 1 / 3, rate: 0.96 } },
} as const satisfies Record<string, Rule>;
export type Pace = keyof typeof PACES;

/** In shares of the units that Gmail grants a mailbox in a minute. */
interface Rule {
  readonly ceiling: number;
  readonly evenly: { readonly above: number; readonly rate: number } | null;
}

export interface Slot {
  readonly at: Date;
  /** When the next call of this pace is due, where they go evenly. */
  readonly nextEvenAt: Date;
}

/**
 * When a call may be made, so that no rolling minute has more units than Gmail grants.
 * @param evenAt when the call before it, of the same pace, has this one go evenly
 */
export function slotFor(
  usage: Usage,
  call: { readonly units: number; readonly pace: Pace; readonly now: Date; readonly evenAt: Date },
  quota: number,
): Slot {
  const { units, now, evenAt } = call;
  const { ceiling, evenly }: Rule = PACES[call.pace];
  const isEven = evenly !== null && unitsAt(usage, now) >= evenly.above * quota;
  const from = isEven && evenAt > now ? evenAt : now;
  const at = roomFor(usage, { units, ceiling: Math.floor(ceiling * quota), from });
  const apartMs = evenly === null ? 0 : (units * 60_000) / (evenly.rate * quota);
  return { at, nextEvenAt: new Date(at.getTime() + apartMs) };
}
