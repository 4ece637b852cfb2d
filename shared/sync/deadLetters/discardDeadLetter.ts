import type { DeadLetter } from '../../domain/deadLetter.ts';
import type { Listing } from './listDeadLetters.ts';
import { type DeadLetterDeps, walkDeadLetters } from './walkDeadLetters.ts';

/** Removes one dead letter for good. @returns what it was; undefined where it is not to be had */
export async function discardDeadLetter(
  deps: DeadLetterDeps,
  { topics, messageId, ...walk }: Listing & { readonly messageId: string },
): Promise<DeadLetter | undefined> {
  let discarded: DeadLetter | undefined;
  for (const topic of topics) {
    await walkDeadLetters(deps, { ...walk, topic }, async (letters) => {
      const found = letters.find((letter) => letter.messageId === messageId);
      discarded = found;
      return { done: found ? [found.handle] : [], enough: found !== undefined };
    });
    if (discarded) return discarded;
  }
  return undefined;
}
