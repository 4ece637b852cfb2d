import { describe, expect, test } from '@jest/globals';
import { ContactId, LocationId } from '../../shared/domain/ids.ts';
import { reindexContacts } from '../../shared/sync/contacts/reindexContacts.ts';
import { aContact } from '../support/builders.ts';
import { memoryStore } from '../support/memory-store/memoryStore.ts';
import { type Fate, mortal } from '../support/mortal.ts';

const locationId = LocationId('here');
const everything = { locationId: undefined, preview: false };

/** More than two pages of contacts that the CRM has written. */
function aStore() {
  const tenancy = memoryStore();
  for (let index = 0; index < 700; index += 1) {
    const contact = aContact({ locationId, contactId: ContactId(`contact-${index}`) });
    tenancy.putContact(contact);
    tenancy.leaveUnsearchable(contact.contactId);
  }
  return tenancy;
}

const FATES = ['dies', 'diesUnheard', 'repeats'] as const satisfies readonly Fate['kind'][];

describe.each(FATES)('a run that %s at any page', (kind) => {
  test.each([0, 1, 2])('%d: the next one does what is left, and the one after nothing', async (at) => {
    const tenancy = aStore();
    const told: number[] = [];
    const run = (deps: { tenancy: typeof tenancy }) =>
      reindexContacts(deps, everything, ({ looked }) => told.push(looked));
    const fated = run({ tenancy: mortal({ tenancy }, { at, kind }).tenancy });
    if (kind !== 'repeats') await expect(fated).rejects.toThrow('The process has died');
    else await fated;
    expect(told).toEqual([300, 600, 700].slice(0, kind === 'repeats' ? 3 : at));
    const done = { dies: at, diesUnheard: at + 1, repeats: 3 }[kind] * 300;
    expect(await run({ tenancy })).toEqual({ looked: 700, outdated: Math.max(700 - done, 0) });
    expect(await run({ tenancy })).toEqual({ looked: 700, outdated: 0 });
  });
});

test('two that go through them at once look at all, and do each once', async () => {
  const tenancy = aStore();
  const both = await Promise.all([
    reindexContacts({ tenancy }, everything, () => {}),
    reindexContacts({ tenancy }, everything, () => {}),
  ]);
  expect(both.map(({ looked }) => looked)).toEqual([700, 700]);
  expect(both.reduce((sum, { outdated }) => sum + outdated, 0)).toBe(700);
});
