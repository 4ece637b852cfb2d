import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MailboxId } from '../../shared/domain/ids.ts';
import type { SyncOutcome } from '../../shared/domain/syncOutcome.ts';
import { backfillMailbox } from '../../shared/sync/backfillMailbox.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import type { FaultReply } from '../support/gmail/faults.ts';
import { mortal } from '../support/mortal.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

async function expectOneMail(
  scene: Pick<Scene, 'locationId' | 'mailboxId' | 'account'>,
  gmailId: string,
): Promise<void> {
  const [message, ...others] = await world.store.messages(scene.locationId);
  expect(others).toEqual([]);
  expect(await world.store.ledger(scene.mailboxId)).toMatchObject({
    [gmailId]: { state: 'stored', messageIds: [message?.messageId] },
  });
  expect(await world.store.conversations(scene.locationId)).toMatchObject([
    { messageCount: 1, unreadCount: 1 },
  ]);
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
    historyId: scene.account.historyId,
    counters: { stored: 1, skipped: {} },
    lease: { holder: null },
    lastError: null,
  });
}

describe('triggers that come together', () => {
  test('push and poll of the same mail at the same moment fetch and store it once', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);

    const outcomes: SyncOutcome[] = await Promise.all([
      scene.poll(),
      scene.push(mail.historyId),
      scene.poll(),
    ]);

    expect(outcomes.filter(({ outcome }) => outcome === 'synced')).toHaveLength(1);
    expect(scene.account.usage.count('messages.get')).toBe(1);
    await expectOneMail(scene, mail.id);
  });

  test('a notification that is delivered again after its success was acknowledged costs one read alone', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);
    await scene.push(mail.historyId);
    scene.account.usage.reset();
    world.firestore.reset();

    expect(await scene.push(mail.historyId)).toEqual({ outcome: 'upToDate' });

    expect(world.firestore.counts()).toMatchObject({ reads: 1, writes: 0, deletes: 0 });
    expect(scene.account.usage.calls).toEqual([]);
    await expectOneMail(scene, mail.id);
  });
});

test('a holder that hangs and comes back after its lease has expired writes nothing', async () => {
  const scene = await aScene(world);
  const mail = scene.account.deliver(scene.aMail);
  const reached = Promise.withResolvers<string>();
  const goesOn = Promise.withResolvers<void>();
  const beforeItsCommit = { at: 8, kind: 'hangs', goesOn: goesOn.promise, reached: reached.resolve } as const;
  const hanging = scene.poll(mortal(world.app, beforeItsCommit));
  expect(await reached.promise).toBe('store.commit');
  const later = { ...world.app.clock, now: () => new Date(Date.now() + 10 * 60_000) };
  expect(await scene.poll({ ...world.app, clock: later })).toMatchObject({ outcome: 'synced' });
  world.firestore.reset();

  goesOn.resolve();

  expect(await hanging).toEqual({ outcome: 'busy', handedOver: false });
  expect(world.firestore.counts()).toMatchObject({ writes: 0, deletes: 0 });
  await expectOneMail(scene, mail.id);
});

test('mails of one contact to eight mailboxes at the same moment are counted exactly', async () => {
  const scene = await aScene(world);
  const others = await Promise.all(Array.from({ length: 7 }, () => world.liveMailbox(scene.agent)));
  const mailboxes = [scene, ...others];
  for (const { account, emailAddress } of mailboxes) {
    for (const subject of ['one', 'two', 'three']) {
      account.deliver({ ...scene.aMail, to: emailAddress, subject: `${subject} to ${emailAddress}` });
    }
  }

  // What contention makes fail is thrown, and the trigger delivers it again.
  const untilSynced = async (mailboxId: MailboxId): Promise<void> => {
    await syncMailbox(world.app, mailboxId, { reason: 'poll' }).catch(() => untilSynced(mailboxId));
  };
  await Promise.all(mailboxes.map(({ mailboxId }) => untilSynced(mailboxId)));

  expect(await world.store.messages(scene.locationId)).toHaveLength(24);
  expect(await world.store.conversations(scene.locationId)).toMatchObject([
    { messageCount: 24, unreadCount: 24 },
  ]);
  for (const { mailboxId } of mailboxes) {
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ counters: { stored: 3, skipped: {} } });
  }
}, 60_000);

const MALFORMED: readonly (readonly [string, FaultReply])[] = [
  ['a body that is cut in the middle of its JSON', json('{"id":"18c2","threadId":"18')],
  [
    'a body that is shorter than its Content-Length',
    { status: 200, body: { id: '18c2', more: ['x'] }, cut: true },
  ],
  ['an empty body', json('')],
  ['a proxy’s error page with status 200', html(200)],
  ['a proxy’s error page with status 502', html(502)],
];

function json(body: string): FaultReply {
  return { status: 200, body, headers: { 'content-type': 'application/json; charset=UTF-8' } };
}

function html(status: number): FaultReply {
  const body = '<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>';
  return { status, body, headers: { 'content-type': 'text/html' } };
}

describe.each(['history.list', 'messages.get', 'threads.get'] as const)(
  'when Gmail answers %s with',
  (method) => {
    test.each(MALFORMED)(
      '%s, the mails are stored once all the same, by the next run at the latest',
      async (_, reply) => {
        const scene = await aScene(world);
        const first = scene.account.deliver(scene.aMail);
        if (method === 'threads.get') {
          scene.account.seed(2, () => ({ ...scene.aMail, threadId: first.threadId }), { history: true });
        }
        world.gmail.faults.add({ method, account: scene.emailAddress, reply });

        await scene.poll().catch(() => {});
        await scene.poll();

        expect(world.gmail.faults.pending).toEqual([]);
        const mails = method === 'threads.get' ? 3 : 1;
        expect(await world.store.messages(scene.locationId)).toHaveLength(mails);
        expect(await world.store.conversations(scene.locationId)).toMatchObject([{ messageCount: mails }]);
        expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
          status: 'live',
          historyId: scene.account.historyId,
          counters: { stored: mails, skipped: {} },
          lease: { holder: null },
          lastError: null,
        });
      },
    );
  },
);

describe('when Gmail answers', () => {
  test('late, the run waits for it', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);
    for (const method of ['history.list', 'messages.get'] as const) {
      world.gmail.faults.add({ method, account: scene.emailAddress, delayMs: 400 });
    }

    expect(await scene.poll()).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });

    await expectOneMail(scene, mail.id);
  });

  test('the same record on two pages of history, and twice on one of them, the mail is stored once', async () => {
    const scene = await aScene(world);
    const { id, threadId, historyId } = scene.account.deliver(scene.aMail);
    const record = { id: historyId, messagesAdded: [{ message: { id, threadId } }] };
    for (const page of [{ history: [record, record], nextPageToken: 'more' }, { history: [record] }]) {
      const reply = { status: 200, body: { ...page, historyId } };
      world.gmail.faults.add({ method: 'history.list', account: scene.emailAddress, reply });
    }

    await scene.poll();

    expect(scene.account.usage.count('history.list')).toBe(2);
    expect(scene.account.usage.count('messages.get')).toBe(1);
    await expectOneMail(scene, id);
  });

  test('a page of a listing twice, and a mail twice on it, the mail is stored once', async () => {
    const scene = await aConnectedScene();
    const { id, threadId } = scene.account.deliver(scene.aMail);
    const messages = [
      { id, threadId },
      { id, threadId },
    ];
    for (const page of [{ messages, nextPageToken: 'more' }, { messages }]) {
      const reply = { status: 200, body: { ...page, resultSizeEstimate: 2 } };
      world.gmail.faults.add({ method: 'messages.list', account: scene.emailAddress, reply });
    }

    await backfillMailbox(world.app, scene.mailboxId);

    expect(scene.account.usage.count('messages.list')).toBe(2);
    expect(scene.account.usage.count('messages.get')).toBe(1);
    await expectOneMail(scene, id);
  });
});

/** A scene whose mailbox has not been synced yet. */
async function aConnectedScene() {
  const { locationId, agent, contactAddress } = await aScene(world);
  const mailbox = await world.connect(agent);
  return { ...mailbox, locationId, aMail: { from: contactAddress, to: mailbox.emailAddress } };
}
