import type { MessageStore } from './messageStore.ts';
import type { Query } from './searchSyntax.ts';
import { bare, isExact, type Predicate, type SearchContext, termPredicate } from './searchTerms.ts';
import type { StoredMessage } from './storedMessage.ts';

const PEOPLE: ReadonlySet<string> = new Set(['from', 'to', 'cc', 'bcc']);

/** The messages that an index can name, a superset of the hits; undefined where only a scan helps. */
export function candidates(query: Query, store: MessageStore): ReadonlySet<StoredMessage> | undefined {
  switch (query.type) {
    case 'not':
      return undefined;
    case 'and': {
      const sets = query.of.flatMap((part) => candidates(part, store) ?? []);
      return sets.sort((a, b) => a.size - b.size)[0];
    }
    case 'or': {
      const sets = query.of.map((part) => candidates(part, store));
      if (sets.includes(undefined)) return undefined;
      return new Set(sets.flatMap((set) => [...(set ?? [])]));
    }
    case 'term':
      if (query.operator === 'rfc822msgid') return store.lookup('message-id', bare(query.value));
      if (!PEOPLE.has(query.operator) || !isExact(query.value)) return undefined;
      return store.lookup(query.operator, bare(query.value));
    default:
      return query satisfies never;
  }
}

/** @throws GoogleError 500 for a search that the simulator does not know, whatever the mailbox holds. */
export function predicateOf(query: Query, context: SearchContext): Predicate {
  switch (query.type) {
    case 'and': {
      const parts = query.of.map((part) => predicateOf(part, context));
      return (message) => parts.every((part) => part(message));
    }
    case 'or': {
      const parts = query.of.map((part) => predicateOf(part, context));
      return (message) => parts.some((part) => part(message));
    }
    case 'not': {
      const part = predicateOf(query.of, context);
      return (message) => !part(message);
    }
    case 'term':
      return termPredicate(query.operator, query.value, context);
    default:
      return query satisfies never;
  }
}

/** Whether the search asks for spam or trash by name, which is then not left out. */
export function namesSpamOrTrash(query: Query): boolean {
  if (query.type === 'not') return false;
  if (query.type !== 'term') return query.of.some(namesSpamOrTrash);
  return /^(in|label|is)$/.test(query.operator) && /^(spam|trash|anywhere)$/i.test(query.value);
}
