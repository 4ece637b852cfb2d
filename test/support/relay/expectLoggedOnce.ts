import { expect } from '@jest/globals';
import type { RelayStage } from './relayStage.ts';

/**
 * Every mail is at GHL once, with its direction and date, in its thread, in the order in which it was sent within its
 * conversation; and nothing was sent.
 */
export async function expectLoggedOnce(stage: RelayStage): Promise<void> {
  const { ghl, messages } = stage;
  expect(ghl.sent).toEqual([]);
  const logged = ghl.logged();
  const expected = messages.map(({ message }) => message.envelope.subject);
  expect(logged.map(({ subject }) => subject).sort()).toEqual(expected.sort());
  const threads = new Map<string, string>();
  for (const { message, contactId, thread } of messages) {
    const email = logged.find(({ subject }) => subject === message.envelope.subject);
    expect(email).toMatchObject({ direction: message.direction, date: message.sentAt });
    const key = `${contactId} ${thread}`;
    expect(threads.get(key) ?? email?.messageId).toEqual(email?.messageId);
    threads.set(key, email?.messageId ?? '');
  }
  expect(new Set(threads.values()).size).toBe(threads.size);
  for (const id of new Set(logged.map(({ conversationId }) => conversationId))) {
    const dates = ghl.logged({ conversationId: id }).map(({ date }) => date.getTime());
    expect(dates).toEqual(dates.toSorted((a, b) => a - b));
  }
  const states = (await stage.outbox()).map(({ state }) => state);
  expect(states.filter((state) => state !== 'done')).toEqual([]);
}
