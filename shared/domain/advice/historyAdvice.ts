import { type HistoryFetch, type SearchFailure, searchesOf } from '../historyFetch.ts';
import { MAILBOX_STATUSES, type MailboxStatus } from '../mailbox.ts';
import { failureAdvice } from './failureAdvice.ts';
import { statusAdvice } from './mailboxAdvice.ts';

/** What an agent should know of a fetch of a contact's history; nothing, where all is well. */
export function historyAdvice(fetch: HistoryFetch): string | undefined {
  const searches = searchesOf(fetch);
  if (fetch.emails.length === 0)
    return 'The contact has no email address: save one, and the history is fetched by itself.';
  if (searches.length === 0)
    return 'No Gmail mailbox is connected that could be searched. Connect one from your settings.';
  if (fetch.status === 'running')
    return 'The mailboxes are being searched; the mails appear in the conversation as they are found.';
  const failures = searches.flatMap((search) => (search.state === 'failed' ? search.reason : []));
  if (failures.length === 0) return undefined;
  const reasons = [...new Set(failures.map(reasonAdvice))];
  return `${failures.length} of ${searches.length} mailboxes could not be searched. ${reasons.join(' ')}`;
}

function reasonAdvice(reason: SearchFailure): string {
  switch (reason) {
    case 'left':
      return 'Its agent no longer works in this location.';
    case 'paused':
      return 'Gmail asked us to slow down for a while. Ask again later.';
    case 'unknown':
      return 'It was removed meanwhile.';
    default:
      return isStatus(reason) ? statusAdvice(reason) : failureAdvice(reason);
  }
}

const isStatus = (reason: SearchFailure): reason is MailboxStatus =>
  MAILBOX_STATUSES.some((status) => status === reason);
