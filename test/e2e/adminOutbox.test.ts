import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { outboxConverter } from '../../shared/adapters/firestore/converters/outbox.ts';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import {
  ContactId,
  ConversationId,
  GmailThreadId,
  type LocationId,
  MessageId,
  OutboxEntryId,
} from '../../shared/domain/ids.ts';
import type { EntryState, FailReason, OutboxEntry } from '../../shared/domain/outbox/outbox.ts';
import { eventually } from '../support/eventually.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';
import { Tenants } from '../support/tenants.ts';

const logged: string[] = [];
let stack: Stack;
let db: Firestore;
beforeAll(async () => {
  stack = await startStack({ onLine: (line) => logged.push(line) });
  db = new Firestore({ projectId: stack.projectId });
});
afterAll(() => Promise.all([stack?.stop(), db?.terminate()]));

let locationId: LocationId;
beforeEach(async () => {
  locationId = await new Tenants(db).location();
});

const outbox = (...args: string[]) => runAdmin(stack.env, ['outbox', ...args]);
const stateOf = async ({ entryId }: OutboxEntry) =>
  outboxConverter.read(await paths.outboxEntry(db, entryId).get());

const now = new Date();
const lastError = { code: 'invalidRequest', operation: 'ghl.addEmail', at: now } as const;
const failed = (reason: FailReason): EntryState => ({
  state: 'failed',
  reason,
  lastError,
  claim: null,
  failedAt: now,
});
const SKIPPED: EntryState = { state: 'skipped', reason: 'tooOld', skippedAt: now, expireAt: now };

let minute = 0;
/** Each of a later mail than the one before. */
async function anEntry(state: EntryState, of = locationId): Promise<OutboxEntry> {
  const contactId = ContactId(`contact-${randomUUID()}`);
  const messageId = MessageId(`message-${randomUUID()}`);
  minute += 1;
  const entry: OutboxEntry = {
    entryId: OutboxEntryId.of(messageId, contactId),
    locationId: of,
    contactId,
    messageId,
    conversationId: ConversationId.of(of, contactId),
    threadId: GmailThreadId('thread'),
    sentAt: new Date(now.getTime() + minute * 60_000),
    createdAt: now,
    ...state,
  };
  await paths.outboxEntry(db, entry.entryId).set(outboxConverter.write(entry));
  return entry;
}

describe('the outbox', () => {
  test('is listed, oldest mail first, without what is in the mails', async () => {
    const refused = await anEntry(failed('refused'));
    const nextAttemptAt = new Date(now.getTime() + 60 * 60_000);
    const pending = await anEntry({ state: 'pending', attempts: 3, nextAttemptAt, lastError });
    const skipped = await anEntry(SKIPPED);
    const listed = await outbox('list', locationId, '--json');
    expect(listed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(listed.stdout)).toEqual([
      {
        entryId: refused.entryId,
        state: 'failed',
        reason: 'refused',
        error: 'invalidRequest',
        attempts: null,
        nextAttemptAt: null,
        sentAt: refused.sentAt.toISOString(),
        messageId: refused.messageId,
      },
      {
        entryId: pending.entryId,
        state: 'pending',
        reason: null,
        error: 'invalidRequest',
        attempts: 3,
        nextAttemptAt: nextAttemptAt.toISOString(),
        sentAt: pending.sentAt.toISOString(),
        messageId: pending.messageId,
      },
    ]);
    const left = await outbox('list', locationId, '--state', 'skipped');
    expect(left.stdout).toContain(`${skipped.entryId}  skipped  tooOld`);
    const cut = await outbox('list', locationId, '--limit', '1');
    expect(cut.stdout).toContain(refused.entryId);
    expect(cut.stdout).not.toContain(pending.entryId);
    expect(cut.stderr).toBe('There are more than 1: raise --limit.\n');
  });

  test('has what failed tried again once that is confirmed, and its relay woken', async () => {
    const refused = await anEntry(failed('refused'));
    const exhausted = await anEntry(failed('exhausted'));
    const skipped = await anEntry(SKIPPED);
    const foreign = await anEntry(failed('refused'), await new Tenants(db).location());

    const unconfirmed = await outbox('retry', locationId);
    expect(unconfirmed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--yes') });
    expect(await stateOf(refused)).toEqual(refused);

    const some = await outbox('retry', locationId, '--reason', 'refused', '--yes', '--json');
    expect(some).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('not linked') });
    expect(JSON.parse(some.stdout)).toEqual({ locationId, retried: 1 });
    expect(await stateOf(refused)).toMatchObject({ state: 'pending', attempts: 0, lastError: null });
    await eventually('the relay is woken', () => {
      return logged.some((line) => line.includes(locationId));
    });

    const rest = await outbox('retry', locationId, '--yes');
    expect(rest.stdout).toBe(`Tried again: 1 email of location ${locationId}.\n`);
    expect(await stateOf(exhausted)).toMatchObject({ state: 'pending' });
    expect(await stateOf(skipped)).toEqual(skipped);

    const one = await outbox('retry', locationId, '--entry', skipped.entryId, '--yes', '--json');
    expect(JSON.parse(one.stdout)).toEqual({ locationId, retried: 1 });
    const none = await outbox('retry', locationId);
    expect(none).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/: 0 emails/), stderr: '' });
    expect(await stateOf(foreign)).toEqual(foreign);
  });

  test('tells nothing of other locations, and refuses what it does not know', async () => {
    const foreign = await anEntry(failed('refused'), await new Tenants(db).location());
    const pending = await anEntry({ state: 'pending', attempts: 0, nextAttemptAt: now, lastError: null });
    const refusals: [number, RegExp, readonly string[]][] = [
      [1, /has no entry/, ['retry', locationId, '--entry', foreign.entryId, '--yes']],
      [1, /is pending/, ['retry', locationId, '--entry', pending.entryId, '--yes']],
      [1, /There is no location nowhere/, ['list', 'nowhere']],
      [1, /There is no location nowhere/, ['retry', 'nowhere', '--yes']],
      [2, /--state/, ['list', locationId, '--state', 'done']],
      [2, /--reason/, ['retry', locationId, '--reason', 'tooOld']],
    ];
    for (const [exitCode, told, args] of refusals) {
      const run = await outbox(...args);
      expect([args, run]).toEqual([args, { exitCode, stdout: '', stderr: expect.stringMatching(told) }]);
    }
    expect(await stateOf(foreign)).toEqual(foreign);
  });
});
