import type { Delivery } from '../../../model/delivery.ts';

export interface DeliveryWords {
  readonly tone: 'waiting' | 'good' | 'bad' | 'quiet';
  readonly short: string;
  /** The whole of it. */
  readonly long: string;
}

const FAILED: Readonly<Record<string, string>> = {
  refused: 'GoHighLevel refused it.',
  exhausted: 'GoHighLevel did not take it for days.',
  uncertain: 'It may be there already, and that cannot be found out.',
};

const SKIPPED: Readonly<Record<string, string>> = {
  history: 'It is older mail that was fetched, and this location does not log that.',
  tooOld: 'It is older than what this location logs.',
  noGhlContact: 'GoHighLevel does not have this contact.',
  contactGone: 'The contact was removed.',
  messageGone: 'The mail was deleted.',
};

/** What became of a mail on its way to GoHighLevel. */
export function deliveryWords({ state, reason = '' }: Pick<Delivery, 'state' | 'reason'>): DeliveryWords {
  switch (state) {
    case 'pending':
    case 'posting':
      return { tone: 'waiting', short: 'To be logged', long: 'It is about to be logged in GoHighLevel.' };
    case 'needsReconcile':
      return {
        tone: 'waiting',
        short: 'To be logged',
        long: 'It may be logged in GoHighLevel. That is being checked.',
      };
    case 'done':
      return { tone: 'good', short: 'Logged', long: 'It is logged in GoHighLevel.' };
    case 'failed': {
      const long = `It could not be logged. ${FAILED[reason] ?? ''} Whoever runs this system can try again.`;
      return { tone: 'bad', short: 'Not logged', long: long.replace('  ', ' ') };
    }
    case 'skipped':
      return {
        tone: 'quiet',
        short: 'Not logged',
        long: SKIPPED[reason] ?? 'It is not logged in GoHighLevel.',
      };
    default:
      return state satisfies never;
  }
}
