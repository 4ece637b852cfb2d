import { type DeadLetter, readLetter } from '../../domain/deadLetter.ts';
import type { UnreadableReason } from '../../domain/eventData.ts';
import type { HeldLetter } from '../../ports/platform.ts';
import type { Listing } from './listDeadLetters.ts';
import { type DeadLetterDeps, type Visited, walkDeadLetters, walkTopics } from './walkDeadLetters.ts';

export interface ReplayQuestion extends Listing {
  /** Whether this one is meant. */
  readonly isWanted: (letter: DeadLetter) => boolean;
  /** How many are meant, where that is known: after so many it ends. */
  readonly count?: number;
  readonly onReplayed?: (count: number) => void;
}

export interface Replayed {
  readonly replayed: number;
  /** What is no message of its topic, and stays where it is: it would come back. */
  readonly refused: readonly { readonly letter: DeadLetter; readonly reason: UnreadableReason }[];
  readonly more: boolean;
}

/**
 * Has dead letters delivered once more. Each is published to its topic first, and removed once Pub/Sub has it: dying in
 * between has it delivered twice, which is harmless for every message that we have, and nothing is ever lost.
 */
export async function replayDeadLetters(deps: DeadLetterDeps, question: ReplayQuestion): Promise<Replayed> {
  const { topics, isWanted, count = Number.POSITIVE_INFINITY, onReplayed } = question;
  const refused: Replayed['refused'][number][] = [];
  let replayed = 0;
  const visit = async (letters: readonly HeldLetter[]): Promise<Visited> => {
    const wanted = letters.filter(isWanted).map((letter) => ({ letter, read: readLetter(letter) }));
    refused.push(...wanted.flatMap(({ letter, read }) => (read.ok ? [] : { letter, reason: read.reason })));
    const readable = wanted.flatMap(({ letter, read }) => (read.ok ? letter : []));
    const visited = await publishAll(deps, readable);
    replayed += visited.done.length;
    onReplayed?.(replayed);
    return { ...visited, enough: replayed + refused.length >= count };
  };
  const { more } = await walkTopics(topics, (topic) => walkDeadLetters(deps, { ...question, topic }, visit));
  return { replayed, refused, more };
}

/** Where one fails, those that Pub/Sub has are removed all the same. */
async function publishAll({ deadLetters }: DeadLetterDeps, letters: readonly HeldLetter[]): Promise<Visited> {
  const published = await Promise.allSettled(letters.map((letter) => deadLetters.publishAgain(letter)));
  const done = letters
    .filter((_, index) => published[index]?.status === 'fulfilled')
    .map(({ handle }) => handle);
  const failed = published.find((each) => each.status === 'rejected');
  return failed ? { done, failure: { error: failed.reason } } : { done };
}
