import { chunks } from './chunks.ts';
import type { EmailAddress, GmailMessageId } from './ids.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

/** Terms of one search; four for an address, and Gmail's URLs are not endless. */
const ADDRESSES = 20;

/**
 * The searches for all mail with these addresses. `to:` alone may not cover Cc and Bcc, so each is asked for. Gmail
 * counts `before` in whole seconds; that second is searched, too, since there may be other mails of it.
 */
export function historyQueries(emails: readonly EmailAddress[], before: Date | null): readonly string[] {
  const until = before ? ` before:${Math.floor(before.getTime() / 1_000) + 1}` : '';
  return chunks(emails, ADDRESSES).map((group) => {
    const terms = group.flatMap((email) => ['from', 'to', 'cc', 'bcc'].map((where) => `${where}:${email}`));
    return `{${terms.join(' ')}} -in:drafts -in:chats${until}`;
  });
}

/** What is known of the mails that a search has found. */
export interface Known {
  readonly ledger: Ledger;
  /** Stored as the contact's. */
  readonly filed: ReadonlySet<GmailMessageId>;
  /** What was left out since then was left out by the rules of now. */
  readonly decidedSince: Date | undefined;
}

/**
 * Whether a mail that a search has found is to be fetched: if nobody has looked at it, if it was decided about when the
 * contact, or what is excluded, was another one, also if it is stored, but not as the contact's.
 */
export function isWanted(id: GmailMessageId, { ledger, filed, decidedSince }: Known): boolean {
  const entry = ledger.get(id);
  if (entry?.state === 'stored') return !filed.has(id) && isOutdated(entry, decidedSince);
  return !entry || isOpen(entry, decidedSince);
}

function isOpen(entry: Exclude<LedgerEntry, { state: 'stored' }>, decidedSince: Date | undefined): boolean {
  if (entry.state === 'struck') return true;
  switch (entry.reason) {
    case 'no-contact':
    case 'excluded':
    case 'automated':
      return isOutdated(entry, decidedSince);
    case 'failed':
      return false;
    case 'draft':
    case 'chat':
    case 'spam':
    case 'trash':
    case 'gone':
      return true;
    default:
      return entry.reason satisfies never;
  }
}

const isOutdated = ({ at }: LedgerEntry, decidedSince: Date | undefined): boolean =>
  decidedSince === undefined || at < decidedSince;
