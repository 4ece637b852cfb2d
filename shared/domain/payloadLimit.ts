import type { CallableName } from './callables/callables.ts';

/** Bytes of a call as it is sent; enough for a contact with every address, and for any question. */
const MOST = 64 * 1024;

/**
 * `sendMessage`: 25 MB of attachments, Gmail's own limit, are 33,333,336 bytes of base64; what is left is for the text.
 * Cloud Run's limit of 32 MiB, headers included, is above it, so that it is we who say what is wrong.
 * https://docs.cloud.google.com/run/quotas
 */
const LIMITS: { readonly [Name in CallableName]?: number } = { sendMessage: 33_500_000 };

/** Nothing that is asked for goes deeper than an attachment's field. */
const MAX_DEPTH = 8;

/** Two and a half times a mail with 500 named recipients and 100 attachments. */
const MAX_VALUES = 5_000;

export const payloadLimit = (name: CallableName): number => LIMITS[name] ?? MOST;

/**
 * What is wrong with a call's size or shape, before anything goes through it by recursion or makes a complaint of each
 * of its values; undefined where nothing is. `body` is the JSON that `bytes` is the length of.
 */
export function payloadProblem(name: CallableName, bytes: number, body: unknown): string | undefined {
  const limit = payloadLimit(name);
  if (bytes > limit) return `The call has ${bytes} bytes: ${name} takes ${limit} at most.`;
  return shapeProblem(body);
}

function shapeProblem(body: unknown): string | undefined {
  const unseen: [value: unknown, depth: number][] = [[body, 0]];
  let values = 0;
  for (let next = unseen.pop(); next; next = unseen.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    if (depth > MAX_DEPTH) return `The call is nested more than ${MAX_DEPTH} levels deep.`;
    // The protocol's own notation for numbers that JavaScript lacks: no callable takes one.
    if (Object.hasOwn(value, '@type')) return 'The call has a value with an "@type", which nothing takes.';
    const inside: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    values += inside.length;
    if (values > MAX_VALUES) return `The call has more than ${MAX_VALUES} values.`;
    for (const each of inside) unseen.push([each, depth + 1]);
  }
  return undefined;
}
