import { SKIP_REASONS, type SkipReason } from '../../../shared/domain/ledger.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { Account } from '../gmail/account.ts';

/** How a mailbox ends: in sync with Gmail, or left by its agent, with what it had brought or without. */
export type Ending = 'live' | 'left' | 'erased';

/** A mailbox as the engine left it: here, and at Google. */
export interface Left {
  readonly mailbox: Mailbox;
  readonly hasGrant: boolean;
  readonly hasGrantAtGoogle: boolean;
  readonly isWatched: boolean;
  /** Records of its runs. */
  readonly runs: number;
}

/** What of it is not up to chance: how many runs it took depends on when the process died. */
export function endOf({ mailbox, runs, ...grant }: Left, ending: Ending): object {
  const { lease, counters, lastError, recovery, progress, wantedHistoryId } = mailbox;
  return {
    status: mailbox.status,
    cursor: 'historyId' in mailbox ? mailbox.historyId : null,
    holder: lease.holder,
    ...{ counters, lastError, recovery, progress, wantedHistoryId },
    ...(mailbox.status === 'disconnected' && { leaving: mailbox.leaving, resumes: mailbox.resumes }),
    ...(ending === 'erased' && { runs }),
    ...grant,
  };
}

/** As it has to be. Nothing happens to an account any more when its mailbox is left: the cursor is where it is. */
export function expectedEnd(
  { historyId }: Account,
  ledger: Readonly<Record<string, 'stored' | SkipReason>>,
  ending: Ending,
): object {
  const isLive = ending === 'live';
  return {
    cursor: ending === 'erased' ? null : historyId,
    holder: null,
    counters: tallyOf(Object.values(ledger)),
    ...{ lastError: null, recovery: null, progress: null, wantedHistoryId: null },
    ...{ hasGrant: isLive, hasGrantAtGoogle: isLive, isWatched: isLive },
    ...BY_ENDING[ending],
  };
}

const BY_ENDING: Readonly<Record<Ending, object>> = {
  live: { status: 'live' },
  left: { status: 'disconnected', leaving: null, resumes: 'live' },
  erased: { status: 'disconnected', leaving: null, resumes: 'connecting', runs: 0 },
};

function tallyOf(ledger: readonly ('stored' | SkipReason)[]): object {
  const count = (what: string) => ledger.filter((each) => each === what).length;
  const skipped = SKIP_REASONS.map((reason) => [reason, count(reason)] as const);
  return { stored: count('stored'), skipped: Object.fromEntries(skipped.filter(([, times]) => times > 0)) };
}
