import type { Progress, Settle } from './mailbox.ts';

export const AT_THE_BEGINNING: Progress = { done: 0, total: 0, pageToken: null };

/** A page of a listing is stored: the next run goes on with the next one, or with what follows the last. */
export const turnPage =
  (page: { size: number; estimate: number; nextPageToken: string | null }, afterLast: Settle): Settle =>
  (mailbox) => {
    const before = mailbox.progress ?? AT_THE_BEGINNING;
    const done = before.done + page.size;
    const total = Math.max(before.total, page.estimate, done);
    const turned = { ...mailbox, progress: { done, total, pageToken: page.nextPageToken } };
    return page.nextPageToken === null ? afterLast(turned) : turned;
  };

/** A listing whose page token Gmail no longer takes begins again; the ledger keeps it from fetching again. */
export const listAgain: Settle = (mailbox) =>
  mailbox.progress ? { ...mailbox, progress: { ...mailbox.progress, done: 0, pageToken: null } } : mailbox;
