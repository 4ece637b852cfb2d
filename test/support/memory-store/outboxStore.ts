import type { LocationId } from '../../../shared/domain/ids.ts';
import {
  bySentAt,
  FAIL_REASONS,
  isOpen,
  type OpenEntry,
  type OutboxEntry,
} from '../../../shared/domain/outbox/outbox.ts';
import { isSameStep, retried } from '../../../shared/domain/outbox/outboxTransitions.ts';
import type { EntryPlace, OutboxStore } from '../../../shared/ports/stores/outboxStore.ts';
import type { Page } from '../../../shared/ports/stores/page.ts';
import type { Seen } from '../../../shared/ports/stores/seen.ts';
import type { Atomically } from './atomically.ts';
import { type Tables, versioned } from './tables.ts';

export function memoryOutboxStore(tables: Tables, atomically: Atomically): OutboxStore {
  return {
    openEntries: (locationId, page) =>
      atomically('openEntries', () =>
        entryPage(tables, openOf(tables, locationId), { ...page, entryOf: ({ document }) => document }),
      ),

    replaceEntry: (seen, entry) =>
      atomically('replaceEntry', () => {
        const stored = tables.outbox.get(entry.entryId);
        if (!stored) return undefined;
        if (stored.version !== seen.version)
          return isSameStep(stored.document, entry)
            ? { document: entry, version: stored.version }
            : undefined;
        const next = versioned(entry);
        tables.outbox.set(entry.entryId, next);
        return next;
      }),

    readEntry: (id) => atomically('readEntry', () => tables.outbox.get(id)?.document),

    lastLogged: ({ contactId, threadId }) =>
      atomically('lastLogged', () => {
        const [last] = tables.outbox
          .where(({ document }) => document.contactId === contactId && document.threadId === threadId)
          .flatMap(({ document }) => (document.state === 'done' ? [document] : []))
          .sort((a, b) => bySentAt(b, a));
        return last;
      }),

    locationsToRelay: ({ limit, after }) =>
      atomically('locationsToRelay', () => {
        const open = tables.outbox.where(({ document }) => isOpen(document));
        const ids = new Set(open.map(({ document }) => document.locationId));
        return [...ids]
          .sort()
          .filter((id) => after === undefined || after < id)
          .slice(0, limit);
      }),

    outboxOf: (locationId) =>
      atomically('outboxOf', () => {
        const open = openOf(tables, locationId);
        const failed = inStates(tables, locationId, ['failed']);
        const counts = FAIL_REASONS.map(
          (reason) =>
            [
              reason,
              failed.filter((entry) => entry.state === 'failed' && entry.reason === reason).length,
            ] as const,
        );
        return {
          pending: open.length,
          oldestPendingAt: open[0]?.document.sentAt ?? null,
          failed: Object.fromEntries(counts.filter(([, count]) => count > 0)),
        };
      }),

    entriesIn: (locationId, { states, ...page }) =>
      atomically('entriesIn', () =>
        entryPage(tables, inStates(tables, locationId, states), { ...page, entryOf: (entry) => entry }),
      ),

    retryEntry: (id, now) =>
      atomically('retryEntry', () => {
        const entry = tables.outbox.get(id)?.document;
        const after = entry && retried(entry, now);
        if (after && after !== entry) tables.outbox.set(id, versioned(after));
        return after;
      }),

    readMail: (id) => atomically('readMail', () => tables.messages.get(id)),
  };
}

/** What cannot be read takes its place in the listing, and is left out. */
function entryPage<Item>(
  tables: Tables,
  sorted: readonly Item[],
  { entryOf, limit, after }: { entryOf: (item: Item) => OutboxEntry; limit: number; after?: EntryPlace },
): Page<Item, EntryPlace> {
  const listed = sorted.filter((item) => !after || bySentAt(after, entryOf(item)) < 0).slice(0, limit);
  const last = listed.length < limit ? undefined : listed.at(-1);
  return {
    items: listed.filter((item) => !tables.unreadable.has(entryOf(item).entryId)),
    next: last ? { sentAt: entryOf(last).sentAt, entryId: entryOf(last).entryId } : null,
  };
}

function openOf(tables: Tables, locationId: LocationId): readonly Seen<OpenEntry>[] {
  return tables.outbox
    .where(({ document }) => document.locationId === locationId)
    .flatMap(({ document, version }) => (isOpen(document) ? [{ document, version }] : []))
    .sort((a, b) => bySentAt(a.document, b.document));
}

function inStates(
  tables: Tables,
  locationId: LocationId,
  states: readonly OutboxEntry['state'][],
): readonly OutboxEntry[] {
  return tables.outbox
    .where(({ document }) => document.locationId === locationId && states.includes(document.state))
    .map(({ document }) => document)
    .sort(bySentAt);
}
