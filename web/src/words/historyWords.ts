import { failureAdvice } from '../../../shared/domain/advice/failureAdvice.ts';
import { statusAdvice } from '../../../shared/domain/advice/mailboxAdvice.ts';
import { MAILBOX_STATUSES } from '../../../shared/domain/mailbox.ts';
import { SYNC_ERROR_CODES } from '../../../shared/domain/syncError.ts';
import type { HistoryFetch } from '../model/historyFetch.ts';
import { counted } from './counted.ts';

export interface HistoryResult {
  readonly stored: number;
  /** Where the next fetch goes on; null where there is nothing more. */
  readonly before: Date | null;
}

type Searches = Pick<HistoryFetch, 'mailboxes'>;

/** All mailboxes together: to go on there misses nothing in any of them. */
export function historyResult({ mailboxes }: Searches): HistoryResult {
  const done = Object.values(mailboxes).flatMap((search) => (search.state === 'done' ? search : []));
  const times = done.flatMap(({ more, oldest }) => (more && oldest ? oldest.getTime() : []));
  return {
    stored: done.reduce((sum, { stored }) => sum + stored, 0),
    before: times.length > 0 ? new Date(Math.max(...times)) : null,
  };
}

/** How far a fetch is, of as many mails as are known by now. */
export function historyProgress({ mailboxes }: Searches): { readonly done: number; readonly total: number } {
  const waiting = Object.values(mailboxes).flatMap((search) => (search.state === 'waiting' ? search : []));
  return {
    done: waiting.reduce((sum, { done }) => sum + done, 0),
    total: waiting.reduce((sum, { total }) => sum + total, 0),
  };
}

export function historyInWords({ stored, before }: HistoryResult): string {
  if (stored > 0) return `${counted(stored, 'older message')} added.`;
  return before === null ? 'Nothing older was found.' : 'Nothing was missing so far.';
}

/** One sentence for each mailbox that could not be searched; `nameOf` tells those that are the reader's own. */
export function historyFailures(
  { mailboxes }: Searches,
  nameOf: (mailboxId: string) => string | undefined,
): readonly string[] {
  const failures = Object.entries(mailboxes).flatMap(([mailboxId, search]) =>
    search.state === 'failed'
      ? `${nameOf(mailboxId) ?? 'A colleague’s mailbox'}: ${reasonInWords(search.reason)}`
      : [],
  );
  return [...new Set(failures)];
}

function reasonInWords(reason: string): string {
  if (reason === 'left') return 'Its agent no longer works in this location.';
  if (reason === 'paused') return 'Gmail asked us to slow down for a while. Try again later.';
  if (reason === 'unknown') return 'It was removed meanwhile.';
  const status = MAILBOX_STATUSES.find((each) => each === reason);
  if (status) return statusAdvice(status);
  const code = SYNC_ERROR_CODES.find((each) => each === reason);
  return code ? failureAdvice(code) : 'It could not be searched. Try again in a moment.';
}

/** How far the search for a contact's older mail is, as people are told. */
interface OlderMailWords {
  readonly words: string;
  readonly isRunning: boolean;
  /** Of those that are known by now. */
  readonly done: number;
  readonly total: number;
  /** Undefined where every mailbox could be searched. */
  readonly problem?: string;
}

/** All of a search at once, for those who did not ask for it by pages. */
export function olderMailWords(search: Pick<HistoryFetch, 'status' | 'mailboxes'>): OlderMailWords {
  const searches = Object.values(search.mailboxes);
  const isRunning = search.status === 'running';
  const { stored } = historyResult(search);
  const failed = searches.filter(({ state }) => state === 'failed').length;
  const isMore = searches.some((each) => each.state === 'done' && each.more);
  const problem =
    failed > 0
      ? `${failed} of ${counted(searches.length, 'mailbox', 'mailboxes')} could not be searched. The settings say why, where it is yours.`
      : undefined;
  return {
    words: isRunning ? runningWords(searches.length, stored) : doneWords(searches.length, stored, isMore),
    isRunning,
    ...historyProgress(search),
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
