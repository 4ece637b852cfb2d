import { expect, test } from '@jest/globals';
import { inTurn } from '../../../web/src/screens/inbox/chat/reading/inTurn.ts';

test('what is asked for meanwhile waits for what is under way, and comes after it', async () => {
  const soon = inTurn();
  const first = Promise.withResolvers<string>();
  const begun: string[] = [];
  const read = soon(() => {
    begun.push('read');
    return first.promise;
  });
  const unread = soon(() => {
    begun.push('unread');
    return Promise.resolve('unread');
  });
  await Promise.resolve();
  expect(begun).toEqual(['read']);
  first.resolve('read');
  expect(await Promise.all([read, unread])).toEqual(['read', 'unread']);
  expect(begun).toEqual(['read', 'unread']);
});

test('one that fails tells so, and holds up none behind it', async () => {
  const soon = inTurn();
  const first = soon(() => Promise.reject(new Error('offline')));
  const second = soon(() => Promise.resolve('done'));
  await expect(first).rejects.toThrow('offline');
  expect(await second).toBe('done');
});
