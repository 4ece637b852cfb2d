import type { NetEffect } from '../domain/foldHistory.ts';
import type { MessageRef } from '../domain/gmail.ts';
import type { Gmail } from '../ports.ts';

/** Each autosave of a draft is a message of its own, and chats are no mail; search leaves spam and trash out. */
const MAIL = '-in:drafts -in:chats';

const PAGE = 500;

/** Lists a mailbox's mail, newest first and page by page: the `newest` so many, or all that came `after` a time. */
export async function* listMail(
  gmail: Gmail,
  which: { newest: number } | { after: Date },
): AsyncGenerator<readonly NetEffect[]> {
  const query = 'after' in which ? `${MAIL} after:${Math.floor(which.after.getTime() / 1_000)}` : MAIL;
  let left = 'newest' in which ? which.newest : Number.POSITIVE_INFINITY;
  let pageToken: string | undefined;
  while (left > 0) {
    const maxResults = Math.min(PAGE, left);
    const page = await gmail.listMessages({ query, maxResults, ...(pageToken && { pageToken }) });
    yield page.messages.map(asListed);
    left -= page.messages.length;
    pageToken = page.nextPageToken;
    if (!pageToken) return;
  }
}

function asListed({ id, threadId }: MessageRef): NetEffect {
  return { id, threadId, effect: 'listed', labels: undefined, labelsAdded: [], labelsRemoved: [] };
}
