import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { searchTerms } from '../../shared/domain/contacts/searchTerms.ts';
import { ContactId, type LocationId } from '../../shared/domain/ids.ts';
import { reindexContacts } from '../../shared/sync/contacts/reindexContacts.ts';
import { World } from '../support/world.ts';

let world: World;
let db: Firestore;
let locationId: LocationId;
beforeAll(async () => {
  world = await World.start();
  db = new Firestore({ projectId: world.app.config.GOOGLE_CLOUD_PROJECT });
});
afterAll(() => Promise.all([world.close(), db.terminate()]));
beforeEach(async () => {
  locationId = await world.tenants.location();
});
afterEach(() => {
  world.firestore.onEvent = undefined;
});

/** As the CRM writes it. */
async function written(fields: object) {
  const ref = paths.contact(db, ContactId(`contact-${randomUUID()}`));
  await ref.set({ locationId, ...fields });
  return ref;
}
const reindex = (preview = false) => reindexContacts(world.app, { locationId, preview }, () => {});

test('what the CRM has written is found, however odd it is, and nothing else of it changes', async () => {
  const known = (name: string, ...emails: string[]) => ({ name, emails });
  const documents = [
    [{ ...known('Ann Archer', 'ann@example.com'), phone: '+44 20' }, known('Ann Archer', 'ann@example.com')],
    [{ ...known('Behind'), searchTerms: ['b', 'be', 'before'] }, known('Behind')],
    [{ name: 'Odd', emails: [null, 7, 'o@x.com'], searchTerms: 'odd' }, known('Odd', 'o@x.com')],
    [{ name: 7, emails: ['only@example.com'] }, known('', 'only@example.com')],
    [{ name: 'No addresses', emails: 'none' }, known('No addresses')],
    [{ ...known('Being erased'), erasing: true }, known('Being erased')],
  ] as const;
  const refs = await Promise.all(documents.map(([fields]) => written(fields)));
  await world.tenants.contact(locationId);
  await written({ emails: 7 });
  expect(await reindex(true)).toEqual({ looked: 8, outdated: 6 });
  expect(await reindex()).toEqual({ looked: 8, outdated: 6 });
  const found = await db.getAll(...refs);
  expect(found.map((each) => each.data())).toEqual(
    documents.map(([fields, readable]) => ({ locationId, ...fields, searchTerms: searchTerms(readable) })),
  );
  world.firestore.reset();
  expect(await reindex()).toEqual({ looked: 8, outdated: 0 });
  expect(world.firestore.counts()).toMatchObject({ reads: 8, writes: 0 });
});

/** What the CRM does between the reading of a contact and the writing of its terms. */
function meanwhile(change: () => Promise<unknown>): void {
  let isOver = false;
  world.firestore.onEvent = ({ side, what }) => {
    if (isOver || side !== 'request' || what !== 'Commit') return undefined;
    isOver = true;
    return change().then(() => undefined);
  };
}

test('who is renamed meanwhile is found by the new name', async () => {
  const ref = await written({ name: 'Before', emails: [] });
  meanwhile(() => ref.update({ name: 'After' }));
  expect(await reindex()).toEqual({ looked: 1, outdated: 1 });
  expect((await ref.get()).data()).toEqual({
    locationId,
    name: 'After',
    emails: [],
    searchTerms: searchTerms({ name: 'After', emails: [] }),
  });
});

test('who is deleted meanwhile stays so', async () => {
  const ref = await written({ name: 'Before', emails: [] });
  meanwhile(() => ref.delete());
  await reindex();
  expect((await ref.get()).exists).toBe(false);
});

test('two who do it at once, after one who has stopped halfway, leave nothing undone', async () => {
  const refs = await Promise.all(Array.from({ length: 50 }, (_, index) => written({ name: `Ann ${index}` })));
  await world.app.tenancy.reindexContacts({ locationId, limit: 20, preview: false });
  const counts = await Promise.all([reindex(), reindex()]);
  expect(counts.map(({ looked }) => looked)).toEqual([50, 50]);
  expect(Math.max(...counts.map(({ outdated }) => outdated))).toBe(30);
  const found = await db.getAll(...refs);
  expect(found.map((each) => each.get('searchTerms'))).toEqual(
    found.map((_, index) => searchTerms({ name: `Ann ${index}`, emails: [] })),
  );
});
