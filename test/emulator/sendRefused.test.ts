import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MailboxId } from '../../shared/domain/ids.ts';
import { backfillMailbox } from '../../shared/sync/backfillMailbox.ts';
import { anAddress } from '../support/builders.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { SendClock } from '../support/ordeal/sendClock.ts';
import { aScene } from '../support/scene.ts';
import { aLetter, costOf, sendAs, sendFault, sent, sentBy } from '../support/sending.ts';
import { World } from '../support/world.ts';

const clock = new SendClock();
let world: World;
beforeAll(async () => {
  world = await World.start({ clock });
});
afterAll(() => world.close());

/** As they are in the database. */
async function readSends(): Promise<readonly object[]> {
  const db = new Firestore({ projectId: world.app.config.GOOGLE_CLOUD_PROJECT });
  const { docs } = await db.collection('sends').get();
  await db.terminate();
  return docs.map((doc) => ({ id: doc.id, ...doc.data() }));
}

describe('a mail that is refused', () => {
  const until = () => new Date(clock.now().getTime() + 3_600_000);

  test.each([
    ['a limit of the rate', () => googleErrors.userRateLimitExceeded(), 'resource-exhausted', 60],
    ['a limit of the day', () => googleErrors.dailyLimitExceeded(), 'resource-exhausted', 86_400],
    [
      'the limit of what a person may send',
      () => googleErrors.sendingLimit(until()),
      'resource-exhausted',
      3_600,
    ],
    [
      'a scope that is missing',
      () => googleErrors.insufficientPermissions(),
      'failed-precondition',
      undefined,
    ],
    ['the domain’s policy', () => googleErrors.domainPolicy(), 'failed-precondition', undefined],
    [
      'an address that Gmail does not take',
      () => googleErrors.invalid('Invalid To header'),
      'invalid-argument',
      undefined,
    ],
  ])('for %s says so, is not sent, and can be sent later', async (_, reply, status, seconds) => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    sendFault(world, scene, reply());
    const refused = await sendAs(world.app, scene, letter);
    expect(refused).toMatchObject({
      outcome: 'refused',
      status,
      advice: expect.stringContaining('Nothing was sent'),
    });
    expect(refused).toHaveProperty('reason');
    expect('retryAfterSeconds' in refused ? refused.retryAfterSeconds : undefined).toBe(seconds);
    expect(sentBy(scene)).toEqual([]);
    await sent(world.app, scene, { ...letter, text: 'Corrected' });
    expect(sentBy(scene)).toEqual(['The flat']);
  });

  test('before Gmail is asked to send it is refused without a trace', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    const { emailAddress: account } = scene;
    world.gmail.faults.add({ method: 'settings.sendAs.list', account, times: 3, reply: { status: 503 } });
    expect(await sendAs(world.app, scene, letter)).toMatchObject({
      status: 'unavailable',
      advice: expect.stringContaining('Nothing was sent'),
    });
    await sent(world.app, scene, letter);
  });

  test('because it is too big says how big it is', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene, { text: 'ü'.repeat(14_000_000) });
    expect(await sendAs(world.app, scene, letter)).toMatchObject({
      status: 'invalid-argument',
      reason: 'size',
      advice: expect.stringMatching(/would have \d\d\.\d MB, and Gmail takes 35 MB/),
    });
    expect(sentBy(scene)).toEqual([]);
  });
});

describe('a mailbox', () => {
  test('of a colleague, or of nobody, is unknown, and is not sent from', async () => {
    const scene = await aScene(world);
    const colleague = { ...scene, agent: await world.tenants.agent([scene.locationId]) };
    const ask = (mailboxId: string) => async () =>
      expect(await sendAs(world.app, colleague, aLetter(scene, { mailboxId }))).toEqual({
        outcome: 'unknownMailbox',
      });
    const foreign = await costOf(world, scene, ask(scene.mailboxId));
    expect(foreign).toEqual(await costOf(world, scene, ask(MailboxId.of(anAddress()))));
    expect(foreign).toEqual({ units: 0, reads: 1, writes: 0, deletes: 0 });
    expect(sentBy(scene)).toEqual([]);
  });

  test('that is still to be connected or has lost its grant does not send, and says why', async () => {
    const agent = await world.tenants.agent([await world.tenants.location()]);
    const { mailboxId } = await world.connect(agent);
    const scene = { ...(await aScene(world)), agent, mailboxId };
    expect(await sendAs(world.app, scene, aLetter(scene))).toMatchObject({
      status: 'failed-precondition',
      reason: 'connecting',
    });
    const lost = await aScene(world);
    world.gmail.oauth.grants.revoke(lost.emailAddress);
    await lost.poll();
    expect(await sendAs(world.app, lost, aLetter(lost))).toMatchObject({
      status: 'failed-precondition',
      reason: 'reauthRequired',
      advice: expect.stringContaining('Connect it again'),
    });
  });

  test('in its first sync sends; the sync brings the mail', async () => {
    const scene = await aScene(world);
    await world.app.store.update(scene.mailboxId, (mailbox) =>
      mailbox.status === 'live' ? { ...mailbox, status: 'backfilling' } : mailbox,
    );
    expect(await sent(world.app, scene)).toMatchObject({
      messageIds: [],
      advice: expect.stringContaining('first sync'),
    });
    await backfillMailbox(world.app, scene.mailboxId);
    expect(await world.store.messages(scene.locationId)).toHaveLength(1);
  });
});

test('nothing of a mail is in the record of its sending, or in the log', async () => {
  const scene = await aScene(world);
  const secret = randomUUID();
  const letter = aLetter(scene, { subject: secret, text: secret, bcc: [`${secret}@x.org`] });
  await sent(world.app, scene, letter);
  expect(JSON.stringify(world.logged)).not.toContain(secret);
  const records = await readSends();
  expect(records.length).toBeGreaterThan(0);
  expect(JSON.stringify(records)).not.toContain(secret);
});
