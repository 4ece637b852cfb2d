import type { DeadLetter } from '../../domain/deadLetter.ts';
import type { TopicName } from '../../domain/topics.ts';
import { type DeadLetterDeps, walkDeadLetters, walkTopics } from './walkDeadLetters.ts';

export interface Listing {
  readonly topics: readonly TopicName[];
  /** Of each topic. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** What could not be delivered, the oldest first; nothing becomes of it. */
export async function listDeadLetters(
  deps: DeadLetterDeps,
  { topics, limit, signal }: Listing,
): Promise<{ letters: readonly DeadLetter[]; more: boolean }> {
  const letters: DeadLetter[] = [];
  const { more } = await walkTopics(topics, (topic) =>
    walkDeadLetters(deps, { topic, limit: limit + 1, signal }, async (found) => {
      letters.push(...found);
      return { done: [] };
    }),
  );
  const oldestFirst = letters.toSorted((a, b) => a.diedAt.getTime() - b.diedAt.getTime());
  const shown = topics.flatMap((topic) =>
    oldestFirst.filter((letter) => letter.topic === topic).slice(0, limit),
  );
  return { letters: shown, more };
}
