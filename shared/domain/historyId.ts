declare const brand: unique symbol;

/** Gmail's point in a mailbox's history: an unsigned 64-bit integer in decimal, too big for a JS number. */
export type HistoryId = string & { readonly [brand]: 'HistoryId' };

const DECIMAL = /^\d{1,20}$/;
const MAX = 2n ** 64n - 1n;

function parse(value: unknown): HistoryId | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !DECIMAL.test(text)) return undefined;
  const id = BigInt(text);
  return id > 0n && id <= MAX ? (id.toString() as HistoryId) : undefined;
}

const isAbove = (a: HistoryId, b: HistoryId): boolean => BigInt(a) > BigInt(b);

export const HistoryId = {
  /** Reads an id as Gmail sends it, a string or a number; `undefined` when it is neither or out of range. */
  parse,
  /** @throws RangeError for anything that `parse` refuses. */
  of(value: string | number): HistoryId {
    const id = parse(value);
    if (id === undefined) throw new RangeError(`Not a Gmail history id: ${JSON.stringify(value)}`);
    return id;
  },
  isAbove,
  max: (a: HistoryId, b: HistoryId): HistoryId => (isAbove(a, b) ? a : b),
};
