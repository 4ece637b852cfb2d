import { describe, expect, test } from '@jest/globals';
import { MailboxId } from '../../shared/domain/ids.ts';
import { type MemoryStore, memoryStore } from '../support/memory-store/memoryStore.ts';
import { type Legacy, storeLegacy } from '../support/merging/legacy.ts';
import { merge, mergeDepsOf } from '../support/merging/mergeDeps.ts';
import { countAwaits, type Fate, mortal } from '../support/mortal.ts';

const mail = { contact: 0, isShared: false, names: [0], isUnread: true, minute: 1 };

/** Two contacts with three old conversations and one of which a message is another contact's, and mails in all of them. */
const LEGACY: Legacy = {
  contacts: [
    {
      place: 0,
      olds: [
        { day: 9, isOdd: false },
        { day: 3, isOdd: true },
      ],
      hasOwn: true,
    },
    {
      place: 0,
      olds: [
        { day: 5, isOdd: false },
        { day: 7, isOdd: false },
      ],
      hasOwn: false,
    },
  ],
  mails: [
    mail,
    { ...mail, names: [0, 1], minute: 2 },
    { ...mail, names: [1, 2], isShared: true, minute: 3 },
    { ...mail, contact: 1, isUnread: false, minute: 4 },
  ],
  strays: [{ contact: 1, old: 1, kind: 'otherContact' }],
};

async function aStore(): Promise<MemoryStore> {
  const store = memoryStore();
  await storeLegacy(store, LEGACY, MailboxId('mailbox'));
  return store;
}

/** The stray has another id each time. */
const endOf = (store: MemoryStore) => [
  store
    .messages()
    .map(({ conversationIds, contactIds }) => [contactIds, conversationIds].join())
    .sort(),
  store.conversations().map(({ lastMessage, ...rest }) => ({ ...rest, last: lastMessage?.messageId })),
  store.oddConversations(),
];

const FATES = ['dies', 'diesUnheard', 'repeats', 'hangs', 'hearsLate'] as const;

/** Whoever hangs goes on only once another merge has been through all of it. */
async function mergeFated(store: MemoryStore, at: number, kind: Fate['kind']): Promise<void> {
  const another = Promise.withResolvers<void>();
  let meanwhile: Promise<unknown> = Promise.resolve();
  const reached = () => {
    if (kind !== 'hangs' && kind !== 'hearsLate') return;
    meanwhile = Promise.resolve().then(() => merge(mergeDepsOf(store)).finally(another.resolve));
  };
  await merge(mortal(mergeDepsOf(store), { at, kind, goesOn: another.promise, reached })).catch(() => {});
  await meanwhile;
}

describe('a merge whose process', () => {
  test.each(FATES)(
    '%s at any of its awaits, and that is repeated, ends as one that was left in peace',
    async (kind) => {
      const peaceful = await aStore();
      const { deps, awaits } = countAwaits(mergeDepsOf(peaceful));
      const { counts } = await merge(deps);
      expect(counts).toEqual({ looked: 6, contacts: 2, merged: 3, moved: 5, conflicts: 1, unreadable: 0 });
      expect(awaits.length).toBeGreaterThan(15);
      for (const at of awaits.keys()) {
        const store = await aStore();
        await mergeFated(store, at, kind);
        await merge(mergeDepsOf(store));
        expect([at, endOf(store)]).toEqual([at, endOf(peaceful)]);
      }
    },
  );
});
