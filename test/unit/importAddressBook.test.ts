import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WrittenContact } from '../../shared/domain/contacts/addressBook.ts';
import { AgentId, EmailAddress } from '../../shared/domain/ids.ts';
import { foreseeAddressBook } from '../../shared/sync/contacts/foreseeAddressBook.ts';
import type { ImportDeps } from '../../shared/sync/contacts/importContacts.ts';
import { importRows } from '../../shared/sync/contacts/importRows.ts';
import { aContact } from '../support/builders.ts';
import { ImportStage } from '../support/importStage.ts';
import { mortalImport } from '../support/mortalImport.ts';

const at = (name: string) => `${name}@example.com`;

/** Contacts by the letters of their addresses. */
const aBook = (...books: string[]): WrittenContact[] =>
  books.map((letters, index) => ({
    id: `people/c${index}`,
    name: `Contact ${index}`,
    givenName: '',
    familyName: '',
    emails: [...letters].map(at),
  }));

const stages: ImportStage[] = [];
afterEach(async () => {
  await Promise.all(stages.splice(0).map((stage) => stage.close()));
});

async function aStage(): Promise<ImportStage> {
  const stage = await ImportStage.start();
  stages.push(stage);
  return stage;
}

async function foreseen(stage: ImportStage, book: readonly WrittenContact[], agents: readonly string[] = []) {
  const { store, deps, locationId } = stage;
  const location = await store.readLocation(locationId);
  if (!location) throw new Error('There is no location');
  const listAgents = async () =>
    agents.map((email) => ({ uid: AgentId(randomUUID()), email, locationIds: [locationId] }));
  return foreseeAddressBook({ store, tenancy: deps.tenancy, directory: { listAgents } }, location, book);
}

/** As the command does it: looks, then brings what would be news. */
async function imported(
  stage: ImportStage,
  book: readonly WrittenContact[],
  { history = 'none', deps = stage.deps }: { history?: 'none' | 'new'; deps?: ImportDeps } = {},
) {
  const rows = (await foreseen(stage, book))
    .filter(({ outcome }) => outcome === 'created' || outcome === 'changed')
    .map(({ row }) => row);
  const results = [];
  const wanted = { source: 'google', locationId: stage.locationId, history } as const;
  for await (const result of importRows(deps, rows, wanted)) results.push(result);
  return results;
}

const outcomesOf = (rows: readonly { outcome: string }[]) => rows.map(({ outcome }) => outcome);

describe('an address book', () => {
  test('is imported as it was foreseen, and the second time nothing is', async () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcdefg'), maxLength: 4 });
    const stories = fc.record({
      stored: fc.array(letters, { maxLength: 3 }),
      book: fc.array(letters, { maxLength: 6 }),
    });
    const play = async ({ stored, book }: { stored: string[]; book: string[] }) => {
      const stage = await aStage();
      const { store, locationId } = stage;
      const free = new Set('abcdefg');
      for (const each of stored) {
        // An address belongs to one contact.
        const emails = [...new Set(each)]
          .filter((letter) => free.delete(letter))
          .map(at)
          .map(EmailAddress);
        store.putContact(aContact({ locationId, name: each, emails, ghlContactId: each || null }));
      }
      const before = await stage.contacts();
      const rows = await foreseen(stage, aBook(...book));
      const expected = rows.filter(({ outcome }) => outcome === 'created' || outcome === 'changed');
      const results = await imported(stage, aBook(...book));
      expect(outcomesOf(results)).toEqual(outcomesOf(expected));
      expect(results.map(({ line }) => line)).toEqual(expected.map(({ row }) => row.line));

      const contacts = await stage.contacts();
      const emails = contacts.flatMap((contact) => contact.emails);
      expect(new Set(emails).size).toBe(emails.length);
      for (const was of before) {
        const kept = expect.arrayContaining([...was.emails]);
        const name = was.name === '' ? expect.any(String) : was.name;
        expect(contacts).toContainEqual({ ghlContactId: was.ghlContactId, name, emails: kept });
      }
      const again = await foreseen(stage, aBook(...book));
      expect(again.filter(({ outcome }) => outcome !== 'unchanged' && outcome !== 'refused')).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(stories, play), { numRuns: 100, seed: 1, endOnFailure: true });
  });

  test('gives a location neither its agents nor whom it leaves out', async () => {
    const stage = await aStage();
    const { store, deps, locationId } = stage;
    const location = await store.readLocation(locationId);
    if (!location) throw new Error('There is no location');
    store.putLocation({ ...location, excluded: ['z@example.com'] });
    const [mailbox] = await deps.tenancy.mailboxesIn(locationId);
    if (!mailbox) throw new Error('There is no mailbox');
    store.putMailbox({ ...mailbox, aliases: [EmailAddress(at('alias'))] });
    const emails = [mailbox.emailAddress, at('alias'), at('user'), at('z')];
    const book = aBook('', '', '', '').map((contact, index) => ({
      ...contact,
      emails: emails.slice(index, index + 1),
    }));
    const rows = await foreseen(stage, book, [at('USER')]);
    expect(rows.map(({ reason }) => reason)).toEqual(['ownAddress', 'ownAddress', 'ownAddress', 'excluded']);
  });
});

describe('an import whose process dies', () => {
  const BOOK = aBook('a', 'bc', 'd', 'de', '', 'f');

  async function begun() {
    const stage = await aStage();
    const { store, locationId } = stage;
    store.putContact(
      aContact({ locationId, name: 'Own', emails: [EmailAddress(at('d'))], ghlContactId: 'g' }),
    );
    return stage;
  }

  const ending = async (stage: ImportStage) => ({
    contacts: (await stage.contacts()).map(({ name, emails }) => `${name}: ${emails}`).sort(),
    searches: new Set(stage.queued.flatMap((job) => (job.type === 'history' ? job.fetchId : []))).size,
  });

  test.each(['dies', 'diesUnheard'] as const)('(it %s) ends the same once it is repeated', async (kind) => {
    const unharmed = await begun();
    const counted = mortalImport(unharmed.deps);
    await imported(unharmed, BOOK, { history: 'new', deps: counted.deps });
    const expected = await ending(unharmed);
    expect(expected).toMatchObject({ searches: 4, contacts: { length: 4 } });
    expect(counted.calls()).toBeGreaterThan(20);

    for (let fated = 0; fated < counted.calls(); fated += 1) {
      const stage = await begun();
      const { deps } = mortalImport(stage.deps, { at: fated, kind });
      await expect(imported(stage, BOOK, { history: 'new', deps })).rejects.toThrow('dies');
      await imported(stage, BOOK, { history: 'new' });
      expect([fated, await ending(stage)]).toEqual([fated, expected]);
      expect(await stage.store.wantedHistories(stage.locationId, 9)).toEqual([]);
    }
  });
});
