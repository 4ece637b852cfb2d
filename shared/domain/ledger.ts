import type { GmailMessageId, MessageId } from './ids.ts';

/** Why a Gmail message is not stored. Every reason is one that a person can be told. */
export const SKIP_REASONS = ['no-contact', 'draft', 'chat', 'spam', 'trash', 'gone', 'failed'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What became of one Gmail id: the unique constraint, and the answer to "why is this mail not here?" */
export type LedgerEntry =
  | { readonly state: 'stored'; readonly messageIds: readonly MessageId[]; readonly at: Date }
  | { readonly state: 'skipped'; readonly reason: SkipReason; readonly at: Date };

export type Ledger = ReadonlyMap<GmailMessageId, LedgerEntry>;

const SKIPPED_BY_LABEL: readonly (readonly [string, SkipReason])[] = [
  ['DRAFT', 'draft'],
  ['CHAT', 'chat'],
  ['SPAM', 'spam'],
  ['TRASH', 'trash'],
];

/** Labels alone decide that a draft, a chat, spam and trash are not synced; no fetch is spent on them. */
export function skipReasonOf(labels: readonly string[]): SkipReason | undefined {
  return SKIPPED_BY_LABEL.find(([label]) => labels.includes(label))?.[1];
}

/** A skip that ends when the labels change: a draft is sent, a mail comes out of spam or trash. */
export function isSkippedByLabel(entry: LedgerEntry | undefined): boolean {
  return entry?.state === 'skipped' && SKIPPED_BY_LABEL.some(([, reason]) => reason === entry.reason);
}
