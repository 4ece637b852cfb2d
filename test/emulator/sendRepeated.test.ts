import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../support/gmail/faults.ts';
import { SendClock } from '../support/ordeal/sendClock.ts';
import { aScene } from '../support/scene.ts';
import { aLetter, sendAs, sendFault, sent, sentBy } from '../support/sending.ts';
import { World } from '../support/world.ts';

const clock = new SendClock();
let world: World;
beforeAll(async () => {
  world = await World.start({ clock });
});
afterAll(() => world.close());

const IN_A_WHILE = 200_000;

describe('a repeat', () => {
  test('sends nothing, and answers the same', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    const first = await sent(world.app, scene, letter);
    expect(await sent(world.app, scene, letter)).toEqual(first);
    expect(sentBy(scene)).toEqual(['The flat']);
  });

  test('with other content is refused, and the mail that was sent stays as it is', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    await sent(world.app, scene, letter);
    expect(await sendAs(world.app, scene, { ...letter, text: 'Another text' })).toMatchObject({
      outcome: 'refused',
      status: 'invalid-argument',
      reason: 'otherMail',
      advice: expect.stringContaining('was used for another mail'),
    });
    expect(sentBy(scene)).toEqual(['The flat']);
  });

  test('in the same moment is told that it is being sent', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    const answers = await Promise.all([
      sendAs(world.app, scene, letter),
      sendAs(world.app, scene, letter),
      sendAs(world.app, scene, letter),
    ]);
    expect(answers.some(({ outcome }) => outcome === 'sent')).toBe(true);
    for (const answer of answers.filter(({ outcome }) => outcome !== 'sent'))
      expect(answer).toMatchObject({ outcome: 'refused', status: 'aborted', reason: 'beingSent' });
    expect(sentBy(scene)).toEqual(['The flat']);
  });

  test('by an agent who works elsewhere by now names none of the messages', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    await sent(world.app, scene, letter);
    const moved = { ...scene, agent: { ...scene.agent, locationIds: [] } };
    expect(await sent(world.app, moved, letter)).toMatchObject({ messageIds: [] });
  });

  test('where the mailbox was disconnected meanwhile still says that it is sent', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    const first = await sent(world.app, scene, letter);
    world.gmail.oauth.grants.revoke(scene.emailAddress);
    await scene.poll();
    expect(await sent(world.app, scene, letter)).toEqual(first);
  });
});

describe('Gmail that does not say whether it has sent a mail', () => {
  test.each<[string, Exclude<Fault['reply'], undefined>]>([
    ['fails', { status: 503 }],
    ['cuts the connection', 'close'],
    ['answers nonsense', { status: 200, body: {} }],
  ])('and has, and %s: it is found, and sent once', async (_, reply) => {
    const scene = await aScene(world);
    sendFault(world, scene, reply, 'after');
    expect(await sent(world.app, scene)).toMatchObject({ messageIds: [expect.any(String)] });
    expect(sentBy(scene)).toEqual(['The flat']);
    expect(world.logged).toContainEqual(
      expect.objectContaining({
        event: 'sendUncertain',
        fields: expect.objectContaining({ mailboxId: scene.mailboxId }),
      }),
    );
  });

  test.each<[string, Exclude<Fault['reply'], undefined>]>([
    ['fails', { status: 503 }],
    ['cuts the connection', 'close'],
  ])('and has not, and %s: nothing is sent again before it has settled', async (_, reply) => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    sendFault(world, scene, reply);
    const refused = await sendAs(world.app, scene, letter);
    expect(refused).toMatchObject({
      outcome: 'refused',
      status: 'unavailable',
      reason: 'uncertain',
      advice: expect.stringContaining('Nothing is sent twice'),
      retryAfterSeconds: 50,
    });
    clock.pass(49_000);
    expect(await sendAs(world.app, scene, letter)).toMatchObject({
      reason: 'uncertain',
      retryAfterSeconds: 1,
    });
    expect(sentBy(scene)).toEqual([]);
    clock.pass(1_000);
    await sent(world.app, scene, letter);
    expect(sentBy(scene)).toEqual(['The flat']);
  });

  test('and has, and shows it late: a repeat finds it', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    scene.account.searchTraps.sentVisibleAfterMs = 40_000;
    sendFault(world, scene, 'close', 'after');
    expect(await sendAs(world.app, scene, letter)).toMatchObject({
      status: 'unavailable',
      reason: 'uncertain',
    });
    clock.pass(35_000);
    await sent(world.app, scene, letter);
    expect(sentBy(scene)).toEqual(['The flat']);
  });

  test('and cannot be asked: nothing is sent again, however long ago it was', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    sendFault(world, scene, 'close');
    await sendAs(world.app, scene, letter);
    clock.pass(IN_A_WHILE);
    const { emailAddress: account } = scene;
    world.gmail.faults.add({ method: 'messages.list', account, times: 3, reply: { status: 503 } });
    expect(await sendAs(world.app, scene, letter)).toMatchObject({
      status: 'unavailable',
      reason: 'uncertain',
    });
    expect(sentBy(scene)).toEqual([]);
    await sent(world.app, scene, letter);
    expect(sentBy(scene)).toEqual(['The flat']);
  });

  test('and whose mail was thrown into the trash since: it is found there', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene);
    scene.account.searchTraps.sentVisibleAfterMs = 20_000;
    sendFault(world, scene, 'close', 'after');
    await sendAs(world.app, scene, letter);
    scene.account.trash(scene.account.messages()[0]?.id ?? '');
    clock.pass(IN_A_WHILE);
    expect(await sent(world.app, scene, letter)).toMatchObject({ messageIds: [] });
    expect(sentBy(scene)).toEqual(['The flat']);
  });
});
