import { inspect, types } from 'node:util';

/**
 * A document's value as Firestore would keep it, shared with nobody; what Firestore would refuse is refused. Not
 * `structuredClone`: inside Jest it makes objects of another realm, whose dates are no `instanceof Date`.
 */
export function copyOf<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
  if (types.isDate(value) && !Number.isNaN(value.getTime())) return new Date(value.getTime());
  if (Array.isArray(value)) return value.map(copied);
  if (isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, copied(each)]));
  }
  throw new TypeError(`A document cannot hold ${inspect(value)}`);
}

/** Made by braces, in whatever realm. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
