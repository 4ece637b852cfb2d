import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { outboxConverter } from '../../../shared/adapters/firestore/converters/outbox.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import {
  ContactId,
  ConversationId,
  GmailThreadId,
  type LocationId,
  MessageId,
  OutboxEntryId,
} from '../../../shared/domain/ids.ts';
import type { OutboxEntry } from '../../../shared/domain/outbox/outbox.ts';
import type { CallableCases, CallableStage } from '../../support/stack/callableStage.ts';

const FAILED_AT = new Date('2026-11-22T12:00:00Z');

const failedEntry = (locationId: LocationId, failedAt: Date): OutboxEntry => {
  const contactId = ContactId(randomUUID());
  const messageId = MessageId(randomUUID());
  return {
    entryId: OutboxEntryId.of(messageId, contactId),
    locationId,
    contactId,
    messageId,
    conversationId: ConversationId.of(locationId, contactId),
    threadId: GmailThreadId('thread'),
    sentAt: FAILED_AT,
    createdAt: FAILED_AT,
    state: 'failed',
    reason: 'refused',
    lastError: { code: 'invalidRequest', operation: 'ghl.logEmail', at: failedAt },
    claim: null,
    failedAt,
  };
};

/** A location that is not linked: nothing is logged while a test looks. */
async function anOffice(stage: CallableStage, failures: number, failedAt = FAILED_AT) {
  const agent = await stage.agents.anAgent();
  const { locationId } = agent;
  const put = async (of: LocationId, at: Date) => {
    const entry = failedEntry(of, at);
    await paths.outboxEntry(stage.db, entry.entryId).set(outboxConverter.write(entry));
    return entry.entryId;
  };
  await Promise.all(Array.from({ length: failures }, () => put(locationId, failedAt)));
  const states = async () => {
    const { docs } = await paths.outbox(stage.db).where('locationId', '==', locationId).get();
    return docs.map((entry) => String(entry.get('state')));
  };
  return { ...agent, put, states, client: await stage.client(agent) };
}

export const RETRY_OUTBOX_CASES: CallableCases = {
  'what has failed is tried again, of this location alone, and once': async (stage) => {
    const { client, locationId, put, states } = await anOffice(stage, 2);
    const foreign = await put(await stage.tenants.location(), FAILED_AT);
    expect(await client.call('retryOutbox', { locationId })).toEqual({
      retried: 2,
      more: false,
      advice: expect.stringContaining('not linked'),
    });
    expect(await states()).toEqual(['pending', 'pending']);
    expect(await client.call('retryOutbox', { locationId })).toEqual({ retried: 0, more: false });
    expect((await paths.outboxEntry(stage.db, foreign).get()).get('state')).toBe('failed');
  },

  'of very much some is tried again a call, and what fails again meanwhile is left alone': async (stage) => {
    const { client, locationId, put, states } = await anOffice(stage, 205);
    const first = await client.call('retryOutbox', { locationId });
    expect(first).toMatchObject({
      retried: 200,
      more: true,
      before: expect.any(String),
      after: { sentAt: FAILED_AT.toISOString(), entryId: expect.any(String) },
    });
    const { before, after } = first;
    await put(locationId, new Date());
    const second = await client.call('retryOutbox', { locationId, before, after });
    expect(second).toMatchObject({ retried: 5, more: false });
    expect((await states()).filter((state) => state === 'failed')).toHaveLength(1);
    expect(await client.call('retryOutbox', { locationId })).toMatchObject({ retried: 1, more: false });
  },

  'a location of which nothing has failed has nothing tried again': async (stage) => {
    const { client, locationId } = await anOffice(stage, 0);
    expect(await client.call('retryOutbox', { locationId })).toEqual({ retried: 0, more: false });
  },
};
