import {
  type ConversationRef,
  type CopyPlace,
  recounted,
  type StoredEntry,
} from '../../../shared/domain/audit/auditComparison.ts';
import type { GmailMessageId, MessageId } from '../../../shared/domain/ids.ts';
import type { AuditStore } from '../../../shared/ports/stores/auditStore.ts';
import type { Atomically } from './atomically.ts';
import { listing } from './listing.ts';
import type { Tables } from './tables.ts';

export function memoryAuditStore(tables: Tables, atomically: Atomically): AuditStore {
  return {
    readAudit: (id) => atomically('readAudit', () => tables.audits.get(id)),

    changeAudit: (id, change) =>
      atomically('changeAudit', () => {
        const after = change(tables.audits.get(id));
        if (after !== undefined) tables.audits.set(id, after);
        return after;
      }),

    quietAudits: ({ before, ...page }) =>
      atomically('quietAudits', () => {
        const quiet = tables.audits.where(
          ({ outcome, movedAt }) => outcome === 'running' && movedAt < before,
        );
        return listing(tables, quiet, {
          ...page,
          keyOf: ({ movedAt, auditId }) => [movedAt.getTime(), auditId],
        });
      }),

    storedSince: (mailboxId, { since, limit, pageToken }) =>
      atomically('storedSince', () => {
        const stored = tables
          .ledger(mailboxId)
          .entries()
          .flatMap(([id, entry]): [GmailMessageId, StoredEntry][] =>
            entry.state === 'stored' && entry.receivedAt >= since ? [[id, entry]] : [],
          )
          .reverse()
          .sort(([, a], [, b]) => b.receivedAt.getTime() - a.receivedAt.getTime());
        const from = Number(pageToken ?? 0);
        const nextPageToken = stored.length >= from + limit ? String(from + limit) : null;
        return { entries: new Map(stored.slice(from, from + limit)), nextPageToken };
      }),

    copyPlaces: (mailboxId, ids) =>
      atomically('copyPlaces', () => {
        const places = new Map<MessageId, CopyPlace>();
        for (const id of ids) {
          const message = tables.messages.get(id);
          if (!message) continue;
          const { locationId, contactIds, copies } = message;
          places.set(id, { locationId, contactIds, copy: copies[mailboxId] ?? null });
        }
        return places;
      }),

    checkConversation: (of, options) =>
      atomically('checkConversation', () => checkConversation(tables, of, options)),
  };
}

function checkConversation(
  tables: Tables,
  of: ConversationRef,
  { repair, now }: { repair: boolean; now: Date },
): 'right' | 'wrong' {
  const visible = tables.messages
    .named(of.conversationId)
    .filter(({ deletedAt }) => !deletedAt)
    .reverse()
    .sort((a, b) => b.sentAt.getTime() - a.sentAt.getTime());
  const tally = {
    messageCount: visible.length,
    unreadCount: visible.filter(({ read }) => !read).length,
    newest: visible[0],
  };
  const stored = tables.conversations.get(of.conversationId);
  const right = recounted(stored, of, tally, now);
  if (right === stored) return 'right';
  if (repair && right) tables.conversations.set(of.conversationId, right);
  return 'wrong';
}
