import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { ContactId, ConversationId } from '../../shared/domain/ids.ts';
import { aContact } from '../support/builders.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { anOldConversation, anOldMessage, idOf } from '../support/merging/oldConversations.ts';
import { writeLegacy } from '../support/merging/writeLegacy.ts';
import { aProjectId, environmentFor } from '../support/stack/environment.ts';
import { everyDocument } from '../support/stack/everyDocument.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';
import { Store } from '../support/store.ts';
import { Tenants } from '../support/tenants.ts';

const projectId = aProjectId();
let gmail: GmailSimulator;
let db: Firestore;
beforeAll(async () => {
  gmail = await GmailSimulator.start();
  db = new Firestore({ projectId });
});
afterAll(() => Promise.all([gmail?.close(), db?.terminate()]));

const conversations = (...args: string[]) =>
  runAdmin(environmentFor(gmail, projectId), ['conversations', ...args]);

const Told = z.object({
  locationId: z.string().nullable(),
  looked: z.number(),
  contacts: z.number(),
  merged: z.number(),
  moved: z.number(),
  conflicts: z.number(),
  unreadable: z.number(),
  preview: z.boolean(),
  conversations: z.array(z.record(z.string(), z.unknown())),
});

/** A contact with two old conversations of two messages each, of which one is also another contact's. */
async function aLocation() {
  const locationId = await new Tenants(db).location();
  const contact = aContact({ locationId });
  const { contactId } = contact;
  const [merged, left] = [anOldConversation(contact), anOldConversation(contact)];
  const messages = [merged, merged, left].map(({ conversationId }) =>
    anOldMessage(locationId, [contactId], [conversationId]),
  );
  const strangers = anOldMessage(locationId, [ContactId(randomUUID())], [left.conversationId]);
  await writeLegacy(db, { conversations: [merged, left], messages: [...messages, strangers] });
  await paths.conversation(db, ConversationId(`odd-${randomUUID()}`)).set({ locationId, name: 'A chat' });
  const oldIds: readonly ConversationId[] = [merged.conversationId, left.conversationId];
  return { locationId, ownId: idOf(contact), oldIds };
}

const documents = async () => (await everyDocument(db)).map(({ text }) => text).sort();

test('old conversations are foretold, merged once that is confirmed, and found no more', async () => {
  const { locationId, ownId, oldIds } = await aLocation();
  const counts = { looked: 3, contacts: 1, merged: 1, moved: 2, conflicts: 1, unreadable: 1 };
  const before = await documents();

  const foretold = await conversations('merge', '--dry-run', '--json');
  expect(foretold).toMatchObject({ exitCode: 0, stderr: 'Nothing is written.\n' });
  const told = Told.parse(JSON.parse(foretold.stdout));
  expect(told).toMatchObject({ locationId: null, ...counts, preview: true });
  const outcomes = told.conversations.map(({ conversationId, messages, outcome, reason }) => [
    oldIds.map(String).indexOf(String(conversationId)),
    messages,
    outcome,
    reason,
  ]);
  expect(outcomes.sort()).toEqual([
    [-1, 0, 'unreadable', 'owner'],
    [0, 2, 'merged', null],
    [1, 0, 'conflict', 'otherContact'],
  ]);
  expect(await documents()).toEqual(before);

  const unconfirmed = await conversations('merge', '--location', locationId);
  expect(unconfirmed).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('--yes') });
  expect(await documents()).toEqual(before);

  const merged = await conversations('merge', '--location', locationId, '--yes');
  expect(merged).toMatchObject({ exitCode: 0, stderr: '' });
  expect(merged.stdout).toMatch(/^merged +1$/m);
  expect(merged.stdout).toMatch(new RegExp(`^${oldIds[1]} .* otherContact `, 'm'));
  expect(merged.stdout).not.toContain(oldIds[0]);
  const names = (await new Store(db).messages(locationId)).flatMap(({ conversationIds }) => conversationIds);
  expect(names.sort()).toEqual([ownId, ownId, oldIds[1], oldIds[1]].sort());
  expect((await paths.conversation(db, ownId).get()).data()).toMatchObject({ locationId, messageCount: 2 });

  const again = Told.parse(
    JSON.parse((await conversations('merge', '--yes', '--json', '--location', locationId)).stdout),
  );
  expect(again).toMatchObject({ merged: 0, moved: 0, conflicts: 1, unreadable: 1 });
}, 120_000);
