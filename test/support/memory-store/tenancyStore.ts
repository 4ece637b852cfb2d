import { saveContact } from '../../../shared/domain/contacts/contactChange.ts';
import {
  type ContactNews,
  type NewsPlan,
  planNews,
  type StoredNews,
} from '../../../shared/domain/contacts/importWord.ts';
import { type LocationId, WebhookId, WordId } from '../../../shared/domain/ids.ts';
import type { ImportStore } from '../../../shared/ports/stores/importStore.ts';
import type { TenancyStore } from '../../../shared/ports/stores/tenancyStore.ts';
import type { Atomically } from './atomically.ts';
import { listing } from './listing.ts';
import type { Tables } from './tables.ts';

export function memoryTenancyStore(tables: Tables, atomically: Atomically): TenancyStore {
  return {
    readContact: (id) => atomically('readContact', () => tables.contacts.get(id)),

    readLocation: (id) => atomically('readLocation', () => tables.locations.get(id)),

    mailboxesIn: (id) =>
      atomically('mailboxesIn', () => {
        const agents = tables.agents.where(({ locationIds }) => locationIds.includes(id));
        const uids = agents.map((agent) => agent.uid);
        return tables.mailboxes.where(({ uid }) => uids.includes(uid));
      }),

    saveContact: (wanted) =>
      atomically('saveContact', () => {
        const holders = tables.contacts.where(
          ({ locationId, emails }) =>
            locationId === wanted.locationId && emails.some((email) => wanted.emails.includes(email)),
        );
        const decision = saveContact(tables.contacts.get(wanted.contactId), holders, wanted);
        if (decision.outcome === 'saved') {
          tables.contacts.set(wanted.contactId, decision.contact);
          tables.unsearchable.delete(wanted.contactId);
        }
        return decision;
      }),

    applyNews: (news) =>
      atomically('applyNews', () => {
        const plan = planNews(storedNews(tables, news), news);
        carryOut(tables, news, plan);
        return plan.result;
      }),

    previewNews: (news) => atomically('previewNews', () => planNews(storedNews(tables, news), news).result),

    historyQueued: ({ contactId, locationId, ghlContactId }) =>
      atomically('historyQueued', () => {
        if (ghlContactId === null) tables.wantedHistories.delete(contactId);
        const id = WordId.of(locationId, ghlContactId ?? '');
        const word = tables.words.get(id);
        if (word?.history === 'wanted') tables.words.set(id, { ...word, history: 'queued' });
      }),

    wantedHistories: (id, limit) =>
      atomically('wantedHistories', () =>
        tables.contacts
          .where(({ locationId, contactId }) => locationId === id && tables.wantedHistories.has(contactId))
          .slice(0, limit),
      ),

    linkedTo: (ghlLocationId) =>
      atomically('linkedTo', () =>
        tables.locations
          .where(({ ghl }) => ghl?.ghlLocationId === ghlLocationId && ghl.status === 'linked')
          .map(({ locationId }) => locationId),
      ),

    contactsIn: (id, { limit, after = '' }) =>
      atomically('contactsIn', () =>
        tables.contacts
          .where(({ locationId, contactId }) => locationId === id && contactId > after)
          .slice(0, limit),
      ),

    countContacts: (id) => atomically('countContacts', () => contactsOf(tables, id).length),

    reindexContacts: ({ locationId, limit, after = '', preview }) =>
      atomically('reindexContacts', () => {
        const page = contactsOf(tables, locationId)
          .filter(({ contactId }) => contactId > after)
          .slice(0, limit);
        const outdated = page.filter(({ contactId }) => tables.unsearchable.has(contactId));
        if (!preview) for (const { contactId } of outdated) tables.unsearchable.delete(contactId);
        const last = page.length < limit ? undefined : page.at(-1);
        return { looked: page.length, outdated: outdated.length, next: last?.contactId ?? null };
      }),
  };
}

const contactsOf = (tables: Tables, id: LocationId | undefined) =>
  tables.contacts.where(({ locationId }) => id === undefined || locationId === id);

function storedNews(tables: Tables, { said, webhookId, deleted }: ContactNews): StoredNews {
  const { locationId, ghlContactId, emails } = said;
  const inLocation = tables.contacts
    .where((contact) => contact.locationId === locationId)
    .map((contact) => ({
      ...contact,
      ghl: tables.saidByGhl.get(contact.contactId) ?? null,
      ...(tables.wantedHistories.has(contact.contactId) && { historyWanted: true as const }),
    }));
  return {
    seen: webhookId !== undefined && tables.webhooks.has(WebhookId.of(locationId, webhookId)),
    word: ghlContactId === null ? undefined : tables.words.get(WordId.of(locationId, ghlContactId)),
    own: inLocation.filter((contact) => ghlContactId !== null && contact.ghlContactId === ghlContactId),
    holders: deleted
      ? []
      : inLocation.filter((contact) => contact.emails.some((email) => emails.includes(email))),
  };
}

function carryOut(tables: Tables, { said, webhookId, now }: ContactNews, plan: NewsPlan): void {
  const { locationId, ghlContactId } = said;
  for (const id of plan.remove ?? []) {
    tables.contacts.delete(id);
    tables.saidByGhl.delete(id);
    tables.unsearchable.delete(id);
    tables.wantedHistories.delete(id);
  }
  if (plan.save) {
    const { ghl, historyWanted, ...contact } = plan.save;
    tables.contacts.set(contact.contactId, contact);
    tables.unsearchable.delete(contact.contactId);
    if (historyWanted) tables.wantedHistories.set(contact.contactId, historyWanted);
    if (ghl) tables.saidByGhl.set(contact.contactId, ghl);
  }
  if (plan.word && ghlContactId !== null) tables.words.set(WordId.of(locationId, ghlContactId), plan.word);
  if (webhookId !== undefined) tables.webhooks.set(WebhookId.of(locationId, webhookId), { at: now });
}

export function memoryImportStore(tables: Tables, atomically: Atomically): ImportStore {
  return {
    readImport: (id) => atomically('readImport', () => tables.imports.get(id)),

    changeImport: (id, change) =>
      atomically('changeImport', () => {
        const after = change(tables.imports.get(id));
        if (after !== undefined) tables.imports.set(id, after);
        return after;
      }),

    quietImports: ({ since, before, ...page }) =>
      atomically('quietImports', () => {
        const quiet = tables.imports.where(
          ({ status, lastRunAt }) => status === 'running' && lastRunAt >= since && lastRunAt < before,
        );
        return listing(tables, quiet, {
          ...page,
          keyOf: ({ lastRunAt, importId }) => [lastRunAt.getTime(), importId],
        });
      }),
  };
}
