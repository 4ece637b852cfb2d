import {
  keyOf,
  ledgerPlaces,
  type Person,
  planErasure,
} from '../../../shared/domain/contacts/eraseContact.ts';
import { erasedWord } from '../../../shared/domain/contacts/importWord.ts';
import { ConversationId, type MessageId, WordId } from '../../../shared/domain/ids.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import { addCounters } from '../../../shared/domain/mailbox.ts';
import type { Erased, PersonRecord, PersonStore, RecordKind } from '../../../shared/ports/persons.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

export function memoryPersonStore(tables: Tables, atomically: Atomically): PersonStore {
  return {
    findPerson: (id) => atomically('findPerson', () => tables.contacts.get(id)),

    personsWith: (locationId, address) =>
      atomically('personsWith', () =>
        tables.contacts.where(
          (contact) => contact.locationId === locationId && contact.emails.includes(address),
        ),
      ),

    recordsOf: (person, kind, { limit, after = '' }) =>
      atomically('recordsOf', () =>
        recordsOf(tables, person, kind)
          .filter(({ id }) => id > after)
          .slice(0, limit),
      ),

    beginErasure: (id) =>
      atomically('beginErasure', () => {
        if (tables.contacts.has(id)) tables.erasing.add(id);
        return tables.contacts.has(id);
      }),

    messagesOf: ({ contactId }, { limit, after }) =>
      atomically('messagesOf', () =>
        tables.messages
          .where(
            ({ contactIds, messageId }) => contactIds.includes(contactId) && (!after || messageId > after),
          )
          .slice(0, limit)
          .map(({ messageId }) => messageId),
      ),

    eraseMessages: (person, ids, now) =>
      atomically('eraseMessages', () => eraseMessages(tables, person, ids, now)),

    finishErasure: (person, now) => atomically('finishErasure', () => finishErasure(tables, person, now)),
  };
}

function recordsOf(tables: Tables, person: Person, kind: RecordKind): readonly PersonRecord[] {
  const { contactId, locationId, ghlContactId } = person;
  const isTheirs = (each: { contactId: unknown }) => each.contactId === contactId;
  switch (kind) {
    case 'contact': {
      const contact = tables.contacts.get(contactId);
      return contact ? [{ id: contactId, fields: contact }] : [];
    }
    case 'ghlWord': {
      const id = WordId.of(locationId, ghlContactId ?? '');
      const word = ghlContactId === null ? undefined : tables.words.get(id);
      return word ? [{ id, fields: word }] : [];
    }
    case 'conversation':
      return tables.conversations.where(isTheirs).map((each) => ({ id: each.conversationId, fields: each }));
    case 'message':
      return tables.messages
        .where(({ contactIds }) => contactIds.includes(contactId))
        .map((each) => ({ id: each.messageId, fields: each }));
    case 'outbox':
      return tables.outbox
        .where(({ document }) => isTheirs(document))
        .map(({ document }) => ({ id: document.entryId, fields: document }));
    case 'historyFetch':
      return tables.fetches.where(isTheirs).map((each) => ({ id: each.jobId, fields: each }));
    default:
      return kind satisfies never;
  }
}

function eraseMessages(tables: Tables, person: Person, ids: readonly MessageId[], now: Date): Erased {
  const messages = ids.flatMap((id) => tables.messages.get(id) ?? []);
  const ledger = new Map<string, LedgerEntry>();
  for (const place of ledgerPlaces(person, messages)) {
    const entry = tables.ledger(place.mailboxId).get(place.gmailId);
    if (entry) ledger.set(keyOf(place), entry);
  }
  const old = tables.conversations.where(({ contactId }) => contactId === person.contactId);
  const plan = planErasure(person, messages, {
    ledger,
    old: old.map(({ conversationId }) => conversationId),
    now,
  });
  for (const id of plan.removed) tables.messages.delete(id);
  for (const { messageId, ...fields } of plan.kept) {
    const before = tables.messages.get(messageId);
    if (before) tables.messages.set(messageId, { ...before, ...fields });
  }
  for (const id of plan.outbox) tables.outbox.delete(id);
  for (const { mailboxId, gmailId, entry } of plan.ledger) tables.ledger(mailboxId).set(gmailId, entry);
  for (const [mailboxId, counters] of plan.counters) {
    const mailbox = tables.mailboxes.get(mailboxId);
    if (mailbox)
      tables.mailboxes.set(mailboxId, { ...mailbox, counters: addCounters(mailbox.counters, counters) });
  }
  const done = new Set([...plan.removed, ...plan.kept.map(({ messageId }) => messageId)]);
  const left = messages.map(({ messageId }) => messageId).filter((id) => !done.has(id));
  return { removed: plan.removed.length, kept: plan.kept.length, left };
}

function finishErasure(tables: Tables, person: Person, now: Date): 'erased' | 'more' {
  const { contactId, locationId, ghlContactId } = person;
  if (tables.messages.where(({ contactIds }) => contactIds.includes(contactId)).length > 0) return 'more';
  const isTheirs = (each: { contactId: unknown }) => each.contactId === contactId;
  for (const each of tables.conversations.where(isTheirs)) tables.conversations.delete(each.conversationId);
  tables.conversations.delete(ConversationId.of(locationId, contactId));
  for (const each of tables.fetches.where(isTheirs)) tables.fetches.delete(each.jobId);
  for (const { document } of tables.outbox.where(({ document }) => isTheirs(document)))
    tables.outbox.delete(document.entryId);
  tables.contacts.delete(contactId);
  tables.saidByGhl.delete(contactId);
  tables.wantedHistories.delete(contactId);
  tables.erasing.delete(contactId);
  tables.unsearchable.delete(contactId);
  if (ghlContactId !== null) tables.words.set(WordId.of(locationId, ghlContactId), erasedWord(now));
  return 'erased';
}
