import { expect, test } from '@jest/globals';
import { IMPORT_LEASE_MS } from '../../shared/domain/contacts/importProgress.ts';
import { EmailAddress } from '../../shared/domain/ids.ts';
import { aContact } from '../support/builders.ts';
import { ImportStage } from '../support/importStage.ts';
import { mortalImport } from '../support/mortalImport.ts';

/** Contacts of three pages: new ones, one that agents have, one without an address, two that want the same one. */
async function aStage() {
  const stage = await ImportStage.start({ page: 2 });
  const { store, locationId } = stage;
  store.putContact(aContact({ locationId, name: 'Agents', emails: [at('c')] }));
  const people = [['a'], ['b', 'a'], ['c', 'd'], [], ['e']];
  for (const [first, ...more] of people) {
    stage.addContact({
      name: `Contact ${first}`,
      email: first && at(first),
      additionalEmails: more.map(at),
    });
  }
  return { stage, begun: await stage.begin('new') };
}

const at = (name: string) => EmailAddress(`${name}@example.com`);

async function ending(stage: ImportStage, { importId }: Awaited<ReturnType<typeof aStage>>['begun']) {
  const progress = await stage.store.readImport(importId);
  const searched = stage.queued.flatMap((job) => (job.type === 'history' ? job.fetchId : []));
  return {
    contacts: (await stage.contacts()).map(({ name, emails }) => ({ name, emails })),
    progress: progress && [progress.status, progress.done, progress.total, progress.counts],
    searches: new Set(searched).size,
  };
}

test.each(['dies', 'diesUnheard'] as const)(
  'an import whose process %s, wherever it is, ends as one that was left in peace',
  async (kind) => {
    const unharmed = await aStage();
    const counted = mortalImport(unharmed.stage.deps);
    await unharmed.stage.run(unharmed.begun, counted.deps);
    const expected = await ending(unharmed.stage, unharmed.begun);
    expect(expected).toMatchObject({ progress: ['done', 5, 5, { created: 3, changed: 1 }], searches: 4 });
    expect(counted.calls()).toBeGreaterThan(30);
    await unharmed.stage.close();

    for (let fated = 0; fated < counted.calls(); fated += 1) {
      const { stage, begun } = await aStage();
      await stage.run(begun, mortalImport(stage.deps, { at: fated, kind }).deps).catch(() => {});
      stage.linking.clock.pass(IMPORT_LEASE_MS + 1);
      await stage.run(begun);
      expect([fated, sorted(await ending(stage, begun))]).toEqual([fated, sorted(expected)]);
      await stage.close();
    }
  },
);

const sorted = (end: Awaited<ReturnType<typeof ending>>) => ({
  ...end,
  contacts: end.contacts.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
});
