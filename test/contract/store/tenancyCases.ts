import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { WantedContact } from '../../../shared/domain/contacts/contactChange.ts';
import { askForHistory, reportSearch } from '../../../shared/domain/historyFetch.ts';
import { ContactId, HistoryFetchId, LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import { aContact, aLocation, aMailbox, anAddress } from '../../support/builders.ts';
import { NOW } from './scenario.ts';
import type { StoreCases } from './storeFixture.ts';

const aNewContact = (locationId: LocationId, overrides: Partial<WantedContact> = {}): WantedContact => ({
  contactId: ContactId(randomUUID()),
  locationId,
  name: 'Ann Archer',
  emails: [anAddress()],
  isNew: true,
  ...overrides,
});

/** A fetch of one mailbox that has just begun. */
function aFetch() {
  const jobId = HistoryFetchId.of({ contactId: ContactId(randomUUID()), before: NOW, uid: null });
  const mailboxId = MailboxId.of(anAddress());
  const asked = {
    contact: aContact(),
    location: aLocation(),
    mailboxIds: [mailboxId],
    before: NOW,
    now: NOW,
  };
  return { jobId, mailboxId, begun: askForHistory(undefined, { jobId, ...asked }) };
}

export const TENANCY_CASES: StoreCases = {
  'a contact and a location are read by id': async ({ store, tenants }) => {
    const locationId = await tenants.location('North');
    const contact = await tenants.contact(locationId);
    expect(await store.readContact(contact.contactId)).toEqual(contact);
    expect(await store.readLocation(locationId)).toEqual(aLocation({ locationId, name: 'North' }));
    expect(await store.readContact(ContactId(randomUUID()))).toBeUndefined();
    expect(await store.readLocation(LocationId(randomUUID()))).toBeUndefined();
  },

  'the mailboxes in a location are those of all agents who work there, more than one query finds': async ({
    store,
    tenants,
    putMailbox,
  }) => {
    const [here, elsewhere] = [await tenants.location(), await tenants.location()];
    const agents = await Promise.all(
      Array.from({ length: 35 }, (_, index) => tenants.agent(index % 2 ? [here] : [elsewhere, here])),
    );
    const mailboxes = agents.map(({ uid }) => aMailbox({ status: 'connecting' }, { uid }));
    const { uid } = await tenants.agent([elsewhere]);
    for (const mailbox of [...mailboxes, aMailbox({ status: 'connecting' }, { uid })])
      await putMailbox(mailbox);
    const found = await store.mailboxesIn(here);
    expect(found.map(({ mailboxId }) => mailboxId).sort()).toEqual(
      mailboxes.map(({ mailboxId }) => mailboxId).sort(),
    );
    expect(await store.mailboxesIn(LocationId(randomUUID()))).toEqual([]);
  },

  'a contact is created, and changed': async ({ store, tenants }) => {
    const created = aNewContact(await tenants.location());
    expect(await store.saveContact(created)).toMatchObject({ outcome: 'saved', added: created.emails });
    const emails = [anAddress()];
    const changed = { ...created, name: 'Ben', emails, isNew: false };
    expect(await store.saveContact(changed)).toMatchObject({ outcome: 'saved', added: emails });
    expect(await store.readContact(created.contactId)).toMatchObject({ name: 'Ben', emails });
    expect(await store.saveContact({ ...changed, emails: [] })).toMatchObject({
      outcome: 'saved',
      added: [],
    });
  },

  'an address of another contact of the location is refused, and nothing is written': async ({
    store,
    tenants,
  }) => {
    const [here, elsewhere] = [await tenants.location(), await tenants.location()];
    const holder = await tenants.contact(here);
    const [email] = holder.emails;
    const refused = aNewContact(here, { emails: [anAddress(), ...holder.emails] });
    expect(await store.saveContact(refused)).toEqual({ outcome: 'taken', email, by: holder.contactId });
    expect(await store.readContact(refused.contactId)).toBeUndefined();
    expect(await store.saveContact(aNewContact(elsewhere, { emails: holder.emails }))).toMatchObject({
      outcome: 'saved',
    });
  },

  'contacts that lack what they are searched by are given it, page by page, once': async ({
    store,
    tenants,
    leaveUnsearchable,
  }) => {
    const [here, elsewhere] = [await tenants.location(), await tenants.location()];
    const contacts = await Promise.all(Array.from({ length: 5 }, () => tenants.contact(here)));
    const abroad = await tenants.contact(elsewhere);
    for (const { contactId } of [...contacts.slice(0, 2), abroad]) await leaveUnsearchable(contactId);
    expect([await store.countContacts(here), await store.countContacts()]).toEqual([5, 6]);
    const throughAll = async (preview: boolean, locationId?: LocationId) => {
      const sum = { looked: 0, outdated: 0, pages: 0 };
      let after: ContactId | undefined;
      do {
        const page = await store.reindexContacts({ locationId, limit: 2, after, preview });
        sum.looked += page.looked;
        sum.outdated += page.outdated;
        sum.pages += 1;
        after = page.next ?? undefined;
      } while (after !== undefined);
      return sum;
    };
    expect(await throughAll(true)).toEqual({ looked: 6, outdated: 3, pages: 4 });
    expect(await throughAll(false, here)).toEqual({ looked: 5, outdated: 2, pages: 3 });
    expect(await throughAll(false, here)).toEqual({ looked: 5, outdated: 0, pages: 3 });
    expect(await throughAll(false)).toEqual({ looked: 6, outdated: 1, pages: 4 });
  },

  'a contact that is written has what it is searched by': async ({ store, tenants, leaveUnsearchable }) => {
    const locationId = await tenants.location();
    const { contactId } = await tenants.contact(locationId);
    await leaveUnsearchable(contactId);
    const saved = aNewContact(locationId, { contactId, name: 'Ben Carter', isNew: false });
    expect(await store.saveContact(saved)).toMatchObject({ outcome: 'saved' });
    expect(await store.reindexContacts({ locationId, limit: 10, preview: true })).toEqual({
      looked: 1,
      outdated: 0,
      next: null,
    });
  },

  'a fetch of history is read as it was written, and each change sees the one before': async ({ store }) => {
    const { jobId, mailboxId, begun } = aFetch();
    expect(await store.readFetch(jobId)).toBeUndefined();
    expect(await store.changeFetch(jobId, () => begun)).toEqual(begun);
    expect(await store.readFetch(jobId)).toEqual(begun);
    const search = { state: 'done', stored: 3, oldest: NOW, more: true } as const;
    const done = await store.changeFetch(jobId, reportSearch({ mailboxId, attempt: 1 }, search, NOW));
    expect(done).toMatchObject({ status: 'done', mailboxes: { [mailboxId]: search } });
    expect(await store.readFetch(jobId)).toEqual(done);
  },

  'a change of a fetch that changes nothing writes nothing': async ({ store }) => {
    const { jobId } = aFetch();
    expect(await store.changeFetch(jobId, (fetch) => fetch)).toBeUndefined();
    expect(await store.readFetch(jobId)).toBeUndefined();
  },
};
