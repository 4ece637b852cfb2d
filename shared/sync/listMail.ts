import { type NetEffect, untouched } from '../domain/foldHistory.ts';
import type { Anew } from '../domain/ledger.ts';
import { listAgain } from '../domain/progress.ts';
import { SyncError } from '../domain/syncError.ts';
import type { Gmail } from '../ports/gmail.ts';
import type { SyncRun } from './syncRun.ts';

/** Each autosave of a draft is a message of its own, and chats are no mail; search leaves spam and trash out. */
const MAIL = '-in:drafts -in:chats';

export interface ListedPage {
  readonly effects: readonly NetEffect[];
  readonly size: number;
  readonly estimate: number;
  readonly nextPageToken: string | null;
}

/**
 * The next page of the mailbox's mail, newest first, from where the mailbox's progress says. A page token that Gmail
 * no longer takes begins the listing again.
 * @param which `after` and `before` by Gmail's own time of a message
 */
export async function listMail(
  run: SyncRun,
  gmail: Gmail,
  which: { as: 'listed' | 'seen'; maxResults: number; after?: Date; before?: Date; anew?: Anew },
): Promise<ListedPage> {
  const pageToken = run.mailbox.progress?.pageToken ?? null;
  const request = { query: queryOf(which), maxResults: which.maxResults };
  try {
    const page = await gmail.listMessages({ ...request, ...(pageToken !== null && { pageToken }) });
    return {
      effects: page.messages.map((message) => ({
        ...untouched(message),
        effect: which.as,
        ...(which.anew && { anew: which.anew }),
      })),
      size: page.messages.length,
      estimate: page.estimate,
      nextPageToken: page.nextPageToken ?? null,
    };
  } catch (error) {
    if (pageToken === null || !SyncError.is(error, 'invalidRequest')) throw error;
    await run.commit([], listAgain);
    return listMail(run, gmail, which);
  }
}

function queryOf({ after, before }: { after?: Date; before?: Date }): string {
  return [MAIL, after && `after:${seconds(after)}`, before && `before:${seconds(before) + 1}`]
    .filter(Boolean)
    .join(' ');
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1_000);
