import type { CallableOutput } from '../../../../../shared/domain/callables/callables.ts';
import { counted } from '../../../words/counted.ts';
import { timeInWords } from './mailboxCondition.ts';

/** What "sync now" has brought, in words. */
export function syncAnswer(
  { outcome, stored, skipped, until, advice }: CallableOutput<'syncNow'>,
  now: Date,
): string {
  switch (outcome) {
    case 'synced':
      return `${broughtWords(stored, skipped)} You have everything now.`;
    case 'upToDate':
      return 'Nothing new. You have everything.';
    case 'continued':
      return `${broughtWords(stored, skipped)} There is more, and it is on its way.`;
    case 'busy':
      return 'It is being synced at this moment: what is new is on its way.';
    case 'paused':
      return until === undefined
        ? 'It rests, and goes on by itself. Nothing is lost.'
        : `It rests until ${timeInWords(new Date(until), now)}, and goes on by itself then. Nothing is lost.`;
    case 'blocked':
    case 'failed':
      return advice ?? 'It could not be synced. Try again in a minute.';
    default:
      return outcome satisfies never;
  }
}

function broughtWords(stored: number, skipped: number): string {
  const brought = stored === 0 ? 'No new mail with a contact.' : `${counted(stored, 'new mail')}.`;
  return skipped === 0 ? brought : `${brought} ${counted(skipped, 'other')} left out.`;
}
