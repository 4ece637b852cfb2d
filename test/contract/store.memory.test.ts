import { describe, expect, test } from '@jest/globals';
import { SyncError } from '../../shared/domain/syncError.ts';
import { anAddress } from '../support/builders.ts';
import { memoryStore } from '../support/memory-store/memoryStore.ts';
import { memoryFixture } from './store/memoryFixture.ts';
import { aLeaseRequest, aLiveMailbox, anArrival, aRun, aTenant, stores } from './store/scenario.ts';
import { STORE_CONTRACT } from './store.contract.ts';

describe('the store in memory', () => {
  test.each(Object.entries(STORE_CONTRACT))('%s', async (_, run) => {
    await using fixture = memoryFixture();
    await run(fixture);
  });
});

describe('what the store in memory offers to tests', () => {
  test('the hook is told of each operation before it begins, and what it throws keeps it from happening', async () => {
    const told: string[] = [];
    let crashes = false;
    const beforeEach = (operation: string) => {
      told.push(operation);
      if (crashes) throw new SyncError('unavailable', operation);
    };
    const fixture = memoryFixture(memoryStore({ beforeEach }));
    const { mailbox, contact } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    crashes = true;
    await expect(run.commit([stores(anArrival(mailbox, contact), [contact])])).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(told).toEqual(['takeLease', 'commit']);
    expect(await fixture.stored.ledger(mailbox.mailboxId)).toEqual({});
  });

  test('a hook that waits lets another operation go first', async () => {
    const gate = Promise.withResolvers<void>();
    const store = memoryStore({
      beforeEach: (operation) => (operation === 'update' ? gate.promise : undefined),
    });
    const { mailboxId } = await aLiveMailbox(memoryFixture(store));
    const update = store.update(mailboxId, (mailbox) => ({ ...mailbox, aliases: [anAddress()] }));
    await store.takeLease(mailboxId, aLeaseRequest());
    expect(store.mailbox(mailboxId)).toMatchObject({ aliases: [], lease: { fence: 1 } });
    gate.resolve();
    expect(await update).toMatchObject({ lease: { fence: 1 } });
  });

  test('an operation has not begun before its caller goes on', async () => {
    const store = memoryStore();
    const { mailboxId } = await aLiveMailbox(memoryFixture(store));
    const taking = store.takeLease(mailboxId, aLeaseRequest());
    expect(store.mailbox(mailboxId)).toMatchObject({ lease: { fence: 0 } });
    await taking;
    expect(store.mailbox(mailboxId)).toMatchObject({ lease: { fence: 1 } });
  });

  test('what is read or was written can be changed without changing the store', async () => {
    const store = memoryStore();
    const written = await aLiveMailbox(memoryFixture(store));
    const { mailboxId } = written;
    const expected = structuredClone(written);
    Object.assign(written, { status: 'connecting' });
    Object.assign((await store.readMailbox(mailboxId))?.lease ?? {}, { fence: 99 });
    (await store.readMailbox(mailboxId))?.lastRunAt.setTime(0);
    expect(store.mailbox(mailboxId)).toEqual(expected);
  });

  test('what Firestore could not hold is refused, and nothing is written', async () => {
    const store = memoryStore();
    const fixture = memoryFixture(store);
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    const unstorable = run.commit([stores(anArrival(mailbox, contact), [contact])], {
      settle: (settled) => Object.assign(settled, { pausedUntil: undefined }),
    });
    await expect(unstorable).rejects.toThrow('cannot hold undefined');
    expect(await fixture.stored.messages(locationId)).toEqual([]);
  });
});
