import {
  areLike,
  type CopyPlaces,
  conversationsIn,
  copiesWithin,
  isAnchored,
  messageIdsOf,
  type StoredEntry,
} from '../../domain/audit/auditComparison.ts';
import { type NetEffect, untouched } from '../../domain/foldHistory.ts';
import type { GmailMessageId, LocationId } from '../../domain/ids.ts';
import type { MailboxCopy } from '../../domain/message.ts';
import type { StoredCopy } from '../../domain/storedCopy.ts';
import { labelsNow } from '../reconcileCopies.ts';
import { AUDIT_PAGE, type AuditedPage, type Auditing } from './auditing.ts';
import { confirmSuspects } from './confirmSuspects.ts';

/** Compares a page of stored mail with its messages here and its labels in Gmail, newest first. */
export async function auditCopies(auditing: Auditing): Promise<AuditedPage> {
  const { run, gmail, audit } = auditing;
  const { audits, store } = run.deps;
  const { mailboxId } = run.mailbox;
  const { since, place } = audit;
  const page = await audits.storedSince(mailboxId, { since, limit: AUDIT_PAGE, pageToken: place.pageToken });
  const [places, agent] = await Promise.all([
    audits.copyPlaces(mailboxId, messageIdsOf(page.entries)),
    store.readAgent(run.mailbox.uid),
  ]);
  const dangling = new Map([...page.entries].filter(([id, entry]) => !isAnchored(id, entry, places)));
  const held = heldCopies(page.entries, places, agent?.locationIds ?? []);
  const unlike = await unlikeGmail(auditing, held);
  const confirmed = await confirmSuspects(run, gmail, unlike);
  const extra: GmailMessageId[] = [];
  const effects: NetEffect[] = [];
  for (const [id, seen] of confirmed) {
    const { copies, threadId } = held.get(id) ?? { copies: [] };
    if (threadId === undefined || (seen && areLike(copies, seen.labels))) continue;
    if (!seen) extra.push(id);
    const effect = untouched({ id, threadId });
    effects.push(seen ? { ...effect, labels: seen.labels } : { ...effect, effect: 'deleted' });
  }
  return {
    found: {
      extra,
      differing: effects.flatMap(({ id, effect }) => (effect === 'deleted' ? [] : id)),
      dangling: [...dangling.keys()],
    },
    effects,
    dangling,
    stored: [...page.entries.keys()],
    conversations: conversationsIn(places),
    looked: { copies: page.entries.size },
    next: page.nextPageToken,
  };
}

interface Held {
  readonly threadId: MailboxCopy['threadId'];
  readonly receivedAt: Date;
  readonly copies: readonly MailboxCopy[];
}

/** What is shown of each mail: copies that are not deleted, of messages in the agent's locations. */
function heldCopies(
  entries: ReadonlyMap<GmailMessageId, StoredEntry>,
  places: CopyPlaces,
  locationIds: readonly LocationId[],
): ReadonlyMap<GmailMessageId, Held> {
  const held = new Map<GmailMessageId, Held>();
  for (const [id, entry] of entries) {
    const copies = copiesWithin(entry, places, locationIds).filter(
      ({ gmailId, deletedAt }) => gmailId === id && deletedAt === null,
    );
    const [first] = copies;
    if (first) held.set(id, { threadId: first.threadId, receivedAt: entry.receivedAt, copies });
  }
  return held;
}

async function unlikeGmail(
  { run, gmail }: Auditing,
  held: ReadonlyMap<GmailMessageId, Held>,
): Promise<readonly GmailMessageId[]> {
  if (held.size === 0) return [];
  const stored = [...held].map(
    ([gmailId, { threadId, receivedAt, copies }]): StoredCopy => ({
      gmailId,
      threadId,
      receivedAt,
      labels: copies.map(({ labels }) => labels),
    }),
  );
  const now = await labelsNow(run, gmail, stored);
  return [...held].flatMap(([id, { copies }]) => {
    const labels = now.get(id);
    return labels === undefined || (labels && areLike(copies, labels)) ? [] : id;
  });
}
