import type { FailReason } from '../../../../../shared/domain/outbox/outbox.ts';
import { counted } from '../../../words/counted.ts';

const WORDS: Readonly<Record<FailReason, string>> = {
  refused: 'GoHighLevel refused it',
  exhausted: 'tried for days, without success',
  uncertain: 'it may be logged already, and GoHighLevel cannot tell',
};

export interface FailedWords {
  readonly count: number;
  readonly because: string;
}

/** Why mail was not logged, in words. */
export const failedWords = (failed: Readonly<Record<string, number | undefined>>): readonly FailedWords[] =>
  Object.entries(WORDS)
    .map(([reason, because]) => ({ count: failed[reason] ?? 0, because }))
    .filter(({ count }) => count > 0);

/** What "try again" has set in motion. */
export function retriedWords(retried: number, advice: string | undefined): string {
  const told =
    retried === 0
      ? 'There is nothing left to try again.'
      : `${counted(retried, 'mail')} will be tried again.`;
  return advice === undefined ? told : `${told} ${advice}`;
}
