import type { GmailMessageId, MailboxId } from '../../../shared/domain/ids.ts';
import { decideLease, type LeaseDecision, type LeaseRequest } from '../../../shared/domain/lease.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import { storedCopy } from '../../../shared/domain/storedCopy.ts';
import type { SyncStore } from '../../../shared/ports/stores/syncStore.ts';
import type { Atomically } from './atomically.ts';
import { commit } from './commit.ts';
import type { Tables } from './tables.ts';

export function memorySyncStore(tables: Tables, atomically: Atomically): SyncStore {
  return {
    readMailbox: (mailboxId) => atomically('readMailbox', () => tables.mailboxes.get(mailboxId)),

    takeLease: (mailboxId, request) => atomically('takeLease', () => takeLease(tables, mailboxId, request)),

    update: (mailboxId, settle) =>
      atomically('update', () => {
        const mailbox = tables.mailboxes.get(mailboxId);
        if (!mailbox) return undefined;
        const settled = settle(mailbox);
        tables.mailboxes.set(mailboxId, settled);
        return settled;
      }),

    readLedger: (mailboxId, ids) =>
      atomically('readLedger', () => {
        const found = new Map<GmailMessageId, LedgerEntry>();
        for (const id of ids) {
          const entry = tables.ledger(mailboxId).get(id);
          if (entry) found.set(id, entry);
        }
        return found;
      }),

    ledgerPage: (mailboxId, { limit, state }) =>
      atomically('ledgerPage', () => {
        const wanted = tables
          .ledger(mailboxId)
          .entries()
          .filter(([, entry]) => !state || entry.state === state);
        return new Map(wanted.slice(0, limit));
      }),

    runsPage: (mailboxId, { limit, before }) =>
      atomically('runsPage', () =>
        tables
          .runs(mailboxId)
          .where(({ finishedAt }) => !before || finishedAt < before)
          .slice(0, limit)
          .map(({ runId }) => runId),
      ),

    copiesOf: (mailboxId, page) => atomically('copiesOf', () => copiesOf(tables, mailboxId, page)),

    readAgent: (uid) => atomically('readAgent', () => tables.agents.get(uid)),

    findContacts: (locationIds, addresses) =>
      atomically('findContacts', () =>
        tables.contacts.where(
          ({ contactId, locationId, emails }) =>
            !tables.erasing.has(contactId) &&
            locationIds.includes(locationId) &&
            emails.some((email) => addresses.includes(email)),
        ),
      ),

    readLocations: (ids) =>
      atomically('readLocations', () => ids.flatMap((id) => tables.locations.get(id) ?? [])),

    commit: (batch) => atomically('commit', () => commit(tables, batch)),
  };
}

function takeLease(
  tables: Tables,
  mailboxId: MailboxId,
  request: LeaseRequest,
): LeaseDecision | { outcome: 'unknown' } {
  const mailbox = tables.mailboxes.get(mailboxId);
  if (!mailbox) return { outcome: 'unknown' };
  const decision = decideLease(mailbox, request);
  if ('mailbox' in decision && decision.mailbox) tables.mailboxes.set(mailboxId, decision.mailbox);
  return decision;
}

function copiesOf(
  tables: Tables,
  mailboxId: MailboxId,
  { limit, pageToken }: { limit: number; pageToken: string | null },
): Awaited<ReturnType<SyncStore['copiesOf']>> {
  const stored = tables
    .ledger(mailboxId)
    .entries()
    .flatMap(([gmailId, entry]) => (entry.state === 'stored' ? [{ gmailId, ...entry }] : []))
    .reverse()
    .sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime());
  const from = Number(pageToken ?? 0);
  const copies = stored.slice(from, from + limit).flatMap(({ gmailId, receivedAt, messageIds }) => {
    const own = messageIds.flatMap((id) => tables.messages.get(id)?.copies[mailboxId] ?? []);
    return storedCopy(gmailId, receivedAt, own) ?? [];
  });
  return { copies, nextPageToken: stored.length >= from + limit ? String(from + limit) : null };
}
