import { describe, expect, test } from '@jest/globals';
import type { MessageRef } from '../../../shared/domain/gmail.ts';
import { GmailMessageId, GmailThreadId } from '../../../shared/domain/ids.ts';
import { planFetch } from '../../../shared/domain/planFetch.ts';
import { GMAIL_UNITS } from '../../../shared/domain/quota/gmailUnits.ts';

const mails = (threads: number, perThread: number): MessageRef[] =>
  Array.from({ length: threads * perThread }, (_, index) => ({
    id: GmailMessageId(`m${index}`),
    threadId: GmailThreadId(`t${index % threads}`),
  }));

describe('the fetch plan', () => {
  test.each([
    ['one mail', 1, 1, 20, 1],
    ['two mails of a thread: a tie, and the thread may be long', 1, 2, 40, 2],
    ['three mails of a thread', 1, 3, 40, 1],
    ['100 mails in 100 threads', 100, 1, 2_000, 100],
    ['100 mails in 10 threads', 10, 10, 400, 10],
  ])('%s', (_, threads, perThread, units, calls) => {
    const plan = planFetch(mails(threads, perThread), GMAIL_UNITS);
    const prices = plan.map(({ type }) => GMAIL_UNITS[type === 'thread' ? 'threads.get' : 'messages.get']);
    expect({ units: prices.reduce((sum, price) => sum + price, 0), calls: plan.length }).toEqual({
      units,
      calls,
    });
  });

  test('follows the price list: where a thread costs as little as two gets, two are enough', () => {
    const older = { ...GMAIL_UNITS, 'messages.get': 5, 'threads.get': 9 };
    expect(planFetch(mails(1, 2), older)).toMatchObject([{ type: 'thread', ids: ['m0', 'm1'] }]);
  });

  test('a message that is wanted twice is fetched once', () => {
    expect(planFetch([...mails(1, 1), ...mails(1, 1)], GMAIL_UNITS)).toHaveLength(1);
  });
});
