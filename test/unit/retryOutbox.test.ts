import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { AgentId, ContactId, ConversationId } from '../../shared/domain/ids.ts';
import { newEntry } from '../../shared/domain/outbox/outbox.ts';
import type { OutboxStore } from '../../shared/ports/stores/outboxStore.ts';
import { retryOutbox } from '../../shared/sync/agents/retryOutbox.ts';
import { aLocation } from '../support/builders.ts';
import { memoryStore } from '../support/memory-store/memoryStore.ts';
import { recordingLog } from '../support/recordingLog.ts';
import { aMessage } from '../support/relay/aMessage.ts';
import { TestClock } from '../support/universe/testClock.ts';

type Answer = Exclude<Awaited<ReturnType<typeof retryOutbox>>, 'unknown'>;

const location = aLocation();
const { locationId } = location;
const agent = { uid: AgentId(randomUUID()), email: 'agent@example.com', locationIds: [locationId] };

let clock: TestClock;
let store: ReturnType<typeof memoryStore>;
let read: number;
beforeEach(() => {
  clock = new TestClock();
  store = memoryStore();
  store.putLocation(location);
  read = 0;
});

/** Mail of one moment each, the oldest first, as GHL has refused it. */
function fail(count: number, failedAt: Date): void {
  for (let index = 0; index < count; index += 1) {
    const contactId = ContactId(randomUUID());
    const conversationId = ConversationId.of(locationId, contactId);
    const message = aMessage(locationId, contactId, {
      contact: 0,
      thread: 0,
      sentAt: new Date(1_000 * index),
    });
    const pending = newEntry(message, { contactId, conversationId }, { log: 'pending', now: failedAt });
    const { entryId, messageId, threadId, sentAt, createdAt } = pending;
    store.putMail(message, {
      ...{ entryId, locationId, contactId, conversationId, messageId, threadId, sentAt, createdAt },
      state: 'failed',
      reason: 'refused',
      lastError: { code: 'invalidRequest', operation: 'ghl.logEmail', at: failedAt },
      claim: null,
      failedAt,
    });
  }
}

async function retry(from: Pick<Answer, 'before' | 'after'> = {}): Promise<Answer> {
  const entriesIn: OutboxStore['entriesIn'] = async (id, page) => {
    const found = await store.entriesIn(id, page);
    read += found.items.length;
    return found;
  };
  const outbox = { entriesIn, retryEntry: store.retryEntry };
  const outboxQueue = { wake: async () => {} };
  const { log } = recordingLog();
  const deps = { outbox, outboxQueue, tenancy: store, clock, log };
  const answer = await retryOutbox(deps, { agent, locationId, ...from });
  if (answer === 'unknown') throw new Error('There is no location');
  return answer;
}

async function untilDone(): Promise<readonly Answer[]> {
  const answers = [await retry()];
  for (let last = answers[0]; last?.more && answers.length < 50; last = answers.at(-1))
    answers.push(await retry(last));
  return answers;
}

const earlier = () => new Date(clock.now().getTime() - 60_000);

test('a call tries 200 again, and not one more', async () => {
  fail(1, clock.now());
  fail(500, earlier());
  const answers = await untilDone();
  expect(answers.map(({ retried }) => retried)).toEqual([200, 200, 100]);
});

test('where nothing is to be tried again, a call reads 1,000 entries, and the next one goes on behind them', async () => {
  fail(2_300, clock.now());
  fail(1, earlier());
  expect(await retry()).toMatchObject({ retried: expect.any(Number), more: true });
  expect(read).toBeLessThanOrEqual(1_000);
  read = 0;
  const answers = await untilDone();
  expect(answers.at(-1)?.more).toBe(false);
  expect(read).toBeLessThanOrEqual(2_301);
});
