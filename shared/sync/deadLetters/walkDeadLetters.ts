import type { TopicName } from '../../domain/topics.ts';
import type { DeadLetters, HeldLetter } from '../../ports/platform.ts';
import type { SyncDeps } from '../deps.ts';

export interface DeadLetterDeps extends Pick<SyncDeps, 'log'> {
  readonly deadLetters: DeadLetters;
}

/** Pub/Sub gives fewer at a time if it likes. */
const PAGE = 100;

/** As often as it may give nothing but what has been seen, before that counts as all. */
const REPEATS = 5;

export interface Walk {
  readonly topic: TopicName;
  /** Letters to look at. */
  readonly limit: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

export interface Visited {
  /** The handles of those that are done with. */
  readonly done: readonly string[];
  /** No more are wanted. */
  readonly enough?: boolean;
  /** What ends the walk, once those that are done with are removed. */
  readonly failure?: { readonly error: unknown };
}
type Visit = (letters: readonly HeldLetter[]) => Promise<Visited>;

/**
 * Shows each of a topic's dead letters to `visit` once, as far as Pub/Sub gives them, and removes those that are done
 * with. What is left is given back at the end, also when it fails; what is not, because the process dies, comes back
 * after a minute.
 * @returns whether there was no end to them
 */
export async function walkDeadLetters(
  { deadLetters, log }: DeadLetterDeps,
  { topic, limit, signal }: Walk,
  visit: Visit,
): Promise<{ more: boolean }> {
  const seen = new Set<string>();
  const done = new Set<string>();
  const held = new Set<string>();
  const remove = async (handles: readonly string[]) => {
    if (handles.length > 0) await deadLetters.remove(topic, handles);
    for (const handle of handles) held.delete(handle);
  };
  try {
    for (let repeats = 0; repeats < REPEATS && seen.size < limit; ) {
      signal.throwIfAborted();
      const letters = await deadLetters.pull(topic, Math.min(PAGE, limit - seen.size));
      if (letters.length === 0) return { more: false };
      for (const { handle } of letters) held.add(handle);
      // Removed before, and yet given once more: Pub/Sub promises no better.
      await remove(handlesOf(letters.filter(({ messageId }) => done.has(messageId))));
      const fresh = distinct(letters.filter(({ messageId }) => !seen.has(messageId)));
      repeats = fresh.length > 0 ? 0 : repeats + 1;
      for (const { messageId } of fresh) seen.add(messageId);
      const visited: Visited = fresh.length > 0 ? await visit(fresh) : { done: [] };
      for (const { handle, messageId } of fresh) if (visited.done.includes(handle)) done.add(messageId);
      await remove(visited.done);
      if (visited.failure) throw visited.failure.error;
      if (visited.enough) break;
    }
    return { more: true };
  } finally {
    await giveBack({ deadLetters, log }, topic, [...held]);
  }
}

/** Several topics at once. Each walk has given back what it held when the first failure is thrown. */
export async function walkTopics(
  topics: readonly TopicName[],
  walk: (topic: TopicName) => Promise<{ more: boolean }>,
): Promise<{ more: boolean }> {
  const walks = await Promise.allSettled(topics.map(walk));
  const ends = walks.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
  return { more: ends.some(({ more }) => more) };
}

const handlesOf = (letters: readonly HeldLetter[]) => letters.map(({ handle }) => handle);

const distinct = (letters: readonly HeldLetter[]): readonly HeldLetter[] => [
  ...new Map(letters.map((letter) => [letter.messageId, letter])).values(),
];

/** Nothing is lost where it fails: what is held comes back by itself. */
async function giveBack(
  { deadLetters, log }: DeadLetterDeps,
  topic: TopicName,
  handles: readonly string[],
): Promise<void> {
  if (handles.length === 0) return;
  try {
    await deadLetters.release(topic, handles);
  } catch (error) {
    log.event('unexpectedFailure', { operation: 'deadLetters.release', error });
  }
}
