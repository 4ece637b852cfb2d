import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ReadRow } from '../../shared/domain/contacts/importRow.ts';
import { EmailAddress } from '../../shared/domain/ids.ts';
import { importRows, type RowResult } from '../../shared/sync/contacts/importRows.ts';
import { aContact } from '../support/builders.ts';
import { ImportStage } from '../support/importStage.ts';

let stage: ImportStage;
beforeEach(async () => {
  stage = await ImportStage.start();
});
afterEach(() => stage.close());

const at = (name: string) => EmailAddress(`${name}@example.com`);

async function* rows(...told: (readonly [name: string, ...emails: string[]])[]) {
  for (const [index, [name, ...emails]] of told.entries()) {
    const row: ReadRow = { outcome: 'contact', name, emails: emails.map(at), invalid: 0 };
    yield { ...row, line: index + 2 };
  }
}

async function imported(
  told: ReturnType<typeof rows>,
  { history = 'none', preview = false }: { history?: 'none' | 'new'; preview?: boolean } = {},
): Promise<RowResult[]> {
  const results = [];
  const wanted = { source: 'csv', locationId: stage.locationId, history, preview } as const;
  for await (const result of importRows(stage.deps, told, wanted)) results.push(result);
  return results;
}

test('a row creates a contact, or adds to the one that has an address of it, be it GHL’s', async () => {
  const { locationId, store } = stage;
  const own = aContact({ locationId, name: 'Own', emails: [at('a')], ghlContactId: 'g' });
  store.putContact(own);
  expect(await imported(rows(['New', 'b'], ['', 'c', 'a'], ['New', 'b']))).toMatchObject([
    { line: 2, outcome: 'created' },
    { line: 3, outcome: 'changed', contactId: own.contactId },
    { line: 4, outcome: 'unchanged' },
  ]);
  expect(await store.readContact(own.contactId)).toEqual({ ...own, emails: [at('a'), at('c')] });
});

test('a row with addresses of two contacts goes to the first, and the second keeps its own', async () => {
  const { locationId, store } = stage;
  const [first, second] = [aContact({ locationId }), aContact({ locationId })];
  store.putContact({ ...first, emails: [at('a')] });
  store.putContact({ ...second, emails: [at('b')] });
  expect(await imported(rows([first.name, 'a', 'b', 'c']))).toMatchObject([
    {
      outcome: 'changed',
      contactId: first.contactId,
      conflicts: [{ email: at('b'), by: second.contactId }],
    },
  ]);
  expect(await store.readContact(second.contactId)).toMatchObject({ emails: [at('b')] });
});

test('a preview foresees what an earlier row would have created, and writes nothing', async () => {
  const told = () => rows(['Ann', 'a'], ['Ann', 'a', 'b'], ['Ben', 'c']);
  const outcomes = (results: RowResult[]) => results.map(({ outcome }) => outcome);
  expect(outcomes(await imported(told(), { preview: true }))).toEqual(['created', 'changed', 'created']);
  expect(await stage.contacts()).toEqual([]);
  expect(outcomes(await imported(told()))).toEqual(['created', 'changed', 'created']);
});

test('older mail is searched for only where that is wished', async () => {
  await imported(rows(['Ann', 'a']));
  expect(stage.queued).toEqual([]);
  await imported(rows(['Ann', 'a'], ['Ben', 'b']), { history: 'new' });
  expect(stage.queued).toMatchObject([{ type: 'history' }]);
});
