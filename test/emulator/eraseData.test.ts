import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SyncOutcome } from '../../shared/domain/syncOutcome.ts';
import { disconnectMailbox } from '../../shared/sync/disconnectMailbox.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { anAddress } from '../support/builders.ts';
import { heldBack } from '../support/heldBack.ts';
import { countAwaits, mortal } from '../support/mortal.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const disconnect = ({ mailboxId, agent }: Scene, { deleteData = true } = {}) =>
  disconnectMailbox(world.app, { mailboxId, uid: agent.uid, deleteData });
const leave = ({ mailboxId }: Scene, deps = world.app) => runJob(deps, { type: 'disconnect', mailboxId });
const eventsOf = ({ mailboxId }: Scene) =>
  world.logged.filter(({ fields }) => 'mailboxId' in fields && fields.mailboxId === mailboxId);

/** A mailbox in which this many of the contact's mails are stored. */
async function aSceneWithMail(count: number): Promise<Scene> {
  const scene = await aScene(world);
  scene.account.seed(count, () => scene.aMail, { history: true });
  await scene.poll();
  expect(await world.store.messages(scene.locationId)).toHaveLength(count);
  return scene;
}

async function expectErased(scene: Scene): Promise<void> {
  const { mailboxId, locationId } = scene;
  expect(await world.store.messages(locationId)).toEqual([]);
  expect(await world.store.conversations(locationId)).toEqual([]);
  expect(await world.store.ledger(mailboxId)).toEqual({});
  expect(await world.store.runs(mailboxId)).toEqual([]);
  expect(await world.store.mailbox(mailboxId)).toMatchObject({
    status: 'disconnected',
    leaving: null,
    resumes: 'connecting',
    historyId: null,
    counters: { stored: 0, skipped: {} },
    lease: { holder: null },
  });
}

describe('deleting the data of a disconnected mailbox', () => {
  test('leaves a location alone that the agent has left: its mail is no longer theirs to delete', async () => {
    const scene = await aSceneWithMail(2);
    const before = await world.store.messages(scene.locationId);
    await world.tenants.agent([await world.tenants.location()], scene.agent);
    await disconnect(scene);
    await leave(scene);
    expect(await world.store.messages(scene.locationId)).toEqual(before);
    expect(await world.store.conversations(scene.locationId)).toMatchObject([{ messageCount: 2 }]);
    expect(await world.store.ledger(scene.mailboxId)).toEqual({});
  });

  test('leaves nothing of it', async () => {
    const scene = await aSceneWithMail(3);
    scene.account.deliver({ from: anAddress('stranger'), to: scene.emailAddress });
    await scene.poll();
    await disconnect(scene);
    await leave(scene);
    await expectErased(scene);
    expect(eventsOf(scene)).toContainEqual(
      expect.objectContaining({ event: 'dataErased', fields: expect.objectContaining({ deleted: 4 }) }),
    );
  });

  test('leaves what another mailbox has as well, as that one has it', async () => {
    const scene = await aScene(world);
    const colleague = await world.liveMailbox(await world.tenants.agent([scene.locationId]));
    const shared = {
      from: scene.contactAddress,
      to: [scene.emailAddress, colleague.emailAddress].join(', '),
      messageId: `<${anAddress()}>`,
      subject: 'to both',
      date: new Date('2026-11-20T09:00:00Z'),
    };
    const mine = scene.account.deliver(shared);
    const theirs = colleague.account.deliver(shared);
    scene.account.deliver({ ...scene.aMail, subject: 'to one', date: new Date('2026-11-20T10:00:00Z') });
    await scene.poll();
    await runJob(world.app, { type: 'delta', mailboxId: colleague.mailboxId, reason: 'poll' });
    colleague.account.modify(theirs.id, { remove: ['UNREAD'] });
    await runJob(world.app, { type: 'delta', mailboxId: colleague.mailboxId, reason: 'poll' });
    expect(await world.store.conversations(scene.locationId)).toMatchObject([
      { messageCount: 2, unreadCount: 1, lastMessage: { subject: 'to one' } },
    ]);
    expect(
      (await world.store.messages(scene.locationId)).map(({ emailMessageId }) => emailMessageId),
    ).toContain(mine.id);

    await disconnect(scene);
    await leave(scene);

    expect(await world.store.messages(scene.locationId)).toMatchObject([
      {
        envelope: { subject: 'to both' },
        emailMessageId: theirs.id,
        emailThreadId: theirs.threadId,
        copies: { [colleague.mailboxId]: { gmailId: theirs.id } },
        read: true,
      },
    ]);
    const [message] = await world.store.messages(scene.locationId);
    expect(Object.keys(message?.copies ?? {})).toEqual([colleague.mailboxId]);
    expect(await world.store.conversations(scene.locationId)).toMatchObject([
      { messageCount: 1, unreadCount: 0, lastMessage: { subject: 'to both' } },
    ]);
    expect(await world.store.mailbox(colleague.mailboxId)).toMatchObject({ counters: { stored: 1 } });
  });

  test('that takes longer than a run goes on as jobs', async () => {
    const scene = await aSceneWithMail(120);
    const hurried = { ...world.app, settings: { ...world.app.settings, runMs: 0 } };
    await disconnect(scene);

    const outcomes: string[] = [];
    let outcome: SyncOutcome | { outcome: 'watched' };
    do {
      outcome = await leave(scene, hurried);
      outcomes.push(outcome.outcome);
    } while (outcome.outcome === 'continued');

    expect(outcomes).toEqual([...Array(5).fill('continued'), 'synced']);
    await expectErased(scene);
  });

  test.each(['dies', 'diesUnheard'] as const)(
    'is gone on with when the process %s in the middle of it',
    async (kind) => {
      const scene = await aSceneWithMail(1);
      await disconnect(scene);
      const { deps, awaits } = countAwaits(world.app);
      await leave(scene, deps);
      await expectErased(scene);
      const firstPageIsErased = awaits.indexOf('store.commit', awaits.indexOf('store.ledgerPage'));

      const again = await aSceneWithMail(120);
      await disconnect(again);
      await expect(leave(again, mortal(world.app, { at: firstPageIsErased, kind }))).rejects.toThrow(
        'The process',
      );
      await world.app.store.update(again.mailboxId, (mailbox) => ({
        ...mailbox,
        lease: { ...mailbox.lease, expiresAt: new Date(0) },
      }));
      const left = Object.keys(await world.store.ledger(again.mailboxId)).length;
      expect(left).toBe(kind === 'dies' ? 120 : 100);
      expect(await world.store.conversations(again.locationId)).toMatchObject([{ messageCount: left }]);

      expect(await leave(again)).toMatchObject({ outcome: 'synced' });
      await expectErased(again);
    },
  );

  test('during the first sync leaves nothing of what that had stored', async () => {
    const locationId = await world.tenants.location();
    const agent = await world.tenants.agent([locationId]);
    const { emails } = await world.tenants.contact(locationId);
    const mailbox = await world.connect(agent);
    const { account, emailAddress, mailboxId } = mailbox;
    account.seed(120, () => ({ from: emails[0] ?? '', to: emailAddress }));
    const settings = { ...world.app.settings, initialSyncLimit: 120 };
    // The first is the pin.
    const run = heldBack({ ...world.app, settings }, 3);
    const running = runJob(run.deps, { type: 'initial', mailboxId });
    await run.reached;
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ counters: { stored: 50 } });

    await disconnectMailbox(world.app, { mailboxId, uid: agent.uid, deleteData: true });
    await runJob(world.app, { type: 'disconnect', mailboxId });
    run.goOn();

    expect(await running).toMatchObject({ outcome: 'busy' });
    expect(await world.store.messages(locationId)).toEqual([]);
    expect(await world.store.ledger(mailboxId)).toEqual({});
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ resumes: 'connecting', leaving: null });
  });

  test('can be asked for later, also while the disconnection is still under way', async () => {
    const later = await aSceneWithMail(1);
    await disconnect(later, { deleteData: false });
    await leave(later);
    await disconnect(later);
    await leave(later);
    await expectErased(later);

    const meanwhile = await aSceneWithMail(1);
    await disconnect(meanwhile, { deleteData: false });
    await disconnect(meanwhile);
    await disconnect(meanwhile, { deleteData: false });
    await leave(meanwhile);
    await expectErased(meanwhile);
  });
});
