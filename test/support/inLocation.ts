import { expect } from '@jest/globals';
import type { LocationId } from '../../shared/domain/ids.ts';
import type { Store } from './store.ts';

export const messageIds = async (store: Store, location: LocationId) =>
  (await store.messages(location)).map(({ messageId }) => messageId);

/** Nothing of a location: neither a message nor a conversation. */
export async function expectEmpty(store: Store, location: LocationId): Promise<void> {
  expect(await store.messages(location)).toEqual([]);
  expect(await store.conversations(location)).toEqual([]);
}
