import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { GmailMessageId } from '../../shared/domain/ids.ts';
import { advanceCursor } from '../../shared/domain/mailboxTransitions.ts';
import type { Ingested } from '../../shared/domain/planCommit.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const skip = (id: string): Ingested => ({
  type: 'skip',
  before: undefined,
  gmailId: GmailMessageId(id),
  reason: 'no-contact',
});

/** A live mailbox and the means to take its lease and to commit under it. */
async function aMailbox() {
  const agent = await world.tenants.agent([await world.tenants.location()]);
  const { mailboxId } = await world.liveMailbox(agent);
  const lease = async (now: Date) => {
    const decision = await world.app.store.takeLease(mailboxId, {
      holder: randomUUID(),
      trigger: { reason: 'poll' },
      now,
      expiresAt: new Date(now.getTime() + 1_000),
    });
    if (decision.outcome !== 'taken') throw new Error(decision.outcome);
    return decision.mailbox.lease.fence;
  };
  const commit = (
    fence: number,
    ingested: readonly Ingested[],
    { historyId, sequence = 1 }: { historyId?: string; sequence?: number } = {},
  ) => {
    const now = new Date();
    return world.app.store.commit({
      mailboxId,
      fence,
      sequence,
      now,
      leaseUntil: now,
      ingested,
      ...(historyId !== undefined && { settle: advanceCursor(HistoryId.of(historyId), now) }),
    });
  };
  return { mailboxId, lease, commit };
}

describe('a commit', () => {
  test('by a holder whose lease has passed to another run writes nothing', async () => {
    const { mailboxId, lease, commit } = await aMailbox();
    const hanging = await lease(new Date(0));
    const current = await lease(new Date());

    await expect(commit(hanging, [skip('a')], { historyId: '18446744073709551615' })).rejects.toMatchObject({
      code: 'leaseLost',
    });
    expect(await world.store.ledger(mailboxId)).toEqual({});

    await commit(current, [skip('a')]);
    expect(await world.store.ledger(mailboxId)).toMatchObject({ a: { state: 'skipped' } });
  });

  test('of an id that was ingested meanwhile fails as a whole', async () => {
    const { mailboxId, lease, commit } = await aMailbox();
    const fence = await lease(new Date());
    await commit(fence, [skip('a')]);

    await expect(commit(fence, [skip('b'), skip('a')], { sequence: 2 })).rejects.toMatchObject({
      code: 'ledgerMoved',
    });

    expect(Object.keys(await world.store.ledger(mailboxId))).toEqual(['a']);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      counters: { skipped: { 'no-contact': 1 } },
    });
  });

  test('that the client repeats is carried out once', async () => {
    const { mailboxId, lease, commit } = await aMailbox();
    const fence = await lease(new Date());
    await commit(fence, [skip('a')]);

    await commit(fence, [skip('a')]);

    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      counters: { skipped: { 'no-contact': 1 } },
      lease: { commits: 1 },
    });
  });

  test('never moves the cursor back', async () => {
    const { mailboxId, lease, commit } = await aMailbox();
    const { historyId } = { historyId: '', ...(await world.store.mailbox(mailboxId)) };
    const ahead = (BigInt(historyId ?? '') + 10n).toString();
    await commit(await lease(new Date()), [], { historyId: ahead });

    await commit(await lease(new Date()), [], { historyId: historyId ?? '' });

    expect(await world.store.mailbox(mailboxId)).toMatchObject({ historyId: ahead });
  });
});
