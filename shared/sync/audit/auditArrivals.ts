import { copiesWithin, messageIdsOf, storedOf } from '../../domain/audit/auditComparison.ts';
import { type NetEffect, untouched } from '../../domain/foldHistory.ts';
import { type GmailMessageId, type LocationId, MessageId } from '../../domain/ids.ts';
import { type LedgerEntry, skipReasonOf } from '../../domain/ledger.ts';
import { reachOf } from '../../domain/mailbox.ts';
import { planIngest } from '../../domain/planIngest.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { MessageListPage } from '../../ports/gmail.ts';
import { AUDIT_PAGE, type AuditedPage, type Auditing } from './auditing.ts';
import { confirmSuspects, type SeenMail } from './confirmSuspects.ts';

/**
 * Compares a page of Gmail's listing with the ledger, newest first. What the ledger has left out by the rules (nobody
 * was a contact, excluded, automated) is no finding, also where it would be stored by the rules of now: since when they
 * are what they are, or a contact is one, is not known, and a search for the contact's history brings such mail.
 */
export async function auditArrivals(auditing: Auditing): Promise<AuditedPage> {
  const { run, gmail } = auditing;
  const { store } = run.deps;
  const page = await listArrivals(auditing);
  const ids = page.messages.map(({ id }) => id);
  const [ledger, agent] = await Promise.all([
    store.readLedger(run.mailbox.mailboxId, ids),
    store.readAgent(run.mailbox.uid),
  ]);
  const locationIds = agent?.locationIds ?? [];
  const listed = page.messages.map((ref): NetEffect => ({ ...untouched(ref), effect: 'listed' }));
  const absent = planIngest(listed, ledger).fetch.filter(({ id }) => ledger.get(id)?.state !== 'struck');
  const deleted = await deletedHere(auditing, ledger, locationIds);
  const suspects = [...absent.map(({ id }) => id), ...deleted];
  const confirmed = await confirmSuspects(run, gmail, suspects);
  const unlike = [...confirmed.values()].flatMap((seen) =>
    seen && isWanted(auditing, seen, ledger.get(seen.id)) ? seen : [],
  );
  const lost = unlike.filter(({ id }) => !deleted.includes(id));
  const nameless = await withCopyHere(auditing, lost, locationIds);
  return {
    found: {
      missing: lost.flatMap(({ id }) => (nameless.has(id) ? [] : id)),
      dangling: [...nameless],
      differing: unlike.flatMap(({ id }) => (deleted.includes(id) ? id : [])),
    },
    effects: unlike.map((seen) => ({
      ...untouched(seen),
      effect: deleted.includes(seen.id) ? 'asked' : 'listed',
    })),
    dangling: new Map(),
    stored: [],
    conversations: [],
    looked: { arrivals: ids.length },
    expected: page.estimate,
    next: page.nextPageToken ?? null,
  };
}

/** A page token that Gmail no longer takes begins the listing again. */
async function listArrivals({ gmail, audit }: Auditing): Promise<MessageListPage> {
  const after = Math.floor(audit.since.getTime() / 1_000);
  const search = { query: `-in:drafts -in:chats after:${after}`, maxResults: AUDIT_PAGE };
  const { pageToken } = audit.place;
  if (pageToken === null) return gmail.listMessages(search);
  try {
    return await gmail.listMessages({ ...search, pageToken });
  } catch (error) {
    if (!SyncError.is(error, 'invalidRequest')) throw error;
    return gmail.listMessages(search);
  }
}

/** Not hidden, and not from before the first sync: of that, it takes the newest only. */
function isWanted(
  { run }: Auditing,
  { labels, receivedAt }: SeenMail,
  entry: LedgerEntry | undefined,
): boolean {
  const isInReach = entry !== undefined || receivedAt >= reachOf(run.mailbox);
  return isInReach && skipReasonOf(labels) === undefined;
}

/** Stored mail of which all copies are taken for deleted. */
async function deletedHere(
  { run }: Auditing,
  ledger: ReadonlyMap<GmailMessageId, LedgerEntry>,
  locationIds: readonly LocationId[],
): Promise<readonly GmailMessageId[]> {
  const stored = storedOf(ledger);
  const places = await run.deps.audits.copyPlaces(run.mailbox.mailboxId, messageIdsOf(stored));
  return [...stored].flatMap(([id, entry]) => {
    const copies = copiesWithin(entry, places, locationIds).filter(({ gmailId }) => gmailId === id);
    return copies.length > 0 && copies.every(({ deletedAt }) => deletedAt !== null) ? id : [];
  });
}

/**
 * Those that a message has a copy of, although no entry names them. Looked for by Gmail's listing alone, not through
 * all messages: copies whose entry went with a former agent of the mailbox are as they should be.
 */
async function withCopyHere(
  { run }: Auditing,
  lost: readonly SeenMail[],
  locationIds: readonly LocationId[],
): Promise<ReadonlySet<GmailMessageId>> {
  const placeOf = (mail: SeenMail, locationId: LocationId) => MessageId.of(locationId, mail.fingerprint, 0);
  const ids = lost.flatMap((mail) => locationIds.map((locationId) => placeOf(mail, locationId)));
  const places = await run.deps.audits.copyPlaces(run.mailbox.mailboxId, [...new Set(ids)]);
  const isHere = (mail: SeenMail) =>
    locationIds.some((locationId) => places.get(placeOf(mail, locationId))?.copy?.gmailId === mail.id);
  return new Set(lost.filter(isHere).map(({ id }) => id));
}
