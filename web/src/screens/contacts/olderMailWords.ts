import type { HistoryFetch } from '../../model/historyFetch.ts';
import { counted } from '../../words/counted.ts';

/** How far the search for a contact's older mail is, as people are told. */
export interface OlderMailWords {
  readonly words: string;
  readonly isRunning: boolean;
  /** Of those that are known by now. */
  readonly done: number;
  readonly total: number;
  /** Undefined where every mailbox could be searched. */
  readonly problem?: string;
}

export function olderMailWords({
  status,
  mailboxes,
}: Pick<HistoryFetch, 'status' | 'mailboxes'>): OlderMailWords {
  const searches = Object.values(mailboxes);
  const isRunning = status === 'running';
  let [stored, done, total, failed, isMore] = [0, 0, 0, 0, false];
  for (const search of searches) {
    if (search.state === 'failed') failed += 1;
    if (search.state === 'waiting') {
      done += search.done;
      total += search.total;
    }
    if (search.state === 'done') {
      stored += search.stored;
      isMore ||= search.more;
    }
  }
  const problem =
    failed > 0
      ? `${failed} of ${counted(searches.length, 'mailbox', 'mailboxes')} could not be searched. The settings say why, where it is yours.`
      : undefined;
  return {
    words: isRunning ? runningWords(searches.length, stored) : doneWords(searches.length, stored, isMore),
    isRunning,
    done,
    total,
    ...(problem !== undefined && { problem }),
  };
}

function runningWords(mailboxes: number, stored: number): string {
  const looking = `Looking through ${counted(mailboxes, 'mailbox', 'mailboxes')} for older mail…`;
  return stored === 0 ? looking : `${looking} ${counted(stored, 'older message')} added so far.`;
}

function doneWords(mailboxes: number, stored: number, isMore: boolean): string {
  if (mailboxes === 0) return 'No mailbox is connected that could be searched for older mail.';
  const added = stored === 0 ? 'No older mail was found.' : `${counted(stored, 'older message')} added.`;
  return isMore ? `${added} There is more: look again to go on.` : added;
}
