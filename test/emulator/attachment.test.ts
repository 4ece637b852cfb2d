import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MessageId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/tenancy.ts';
import { getAttachment } from '../../shared/sync/agents/getAttachment.ts';
import { disconnectMailbox } from '../../shared/sync/disconnectMailbox.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import type { MailAttachment } from '../support/gmail/mail.ts';
import { aSharedScene, type SharedScene } from '../support/sharedMail.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const PLAN = { filename: 'plan.pdf', mimeType: 'application/pdf', content: randomBytes(100_000) };

const messageOf = async ({ locationId }: Pick<SharedScene, 'locationId'>) => {
  const [message] = await world.store.messages(locationId);
  if (!message) throw new Error('No message');
  return message;
};

/** A mail with files that both agents have, and how an agent asks for one of them. */
async function aMailWith(attachments: readonly MailAttachment[] = [PLAN]) {
  const scene = await aSharedScene(world);
  const [mine, theirs] = scene.deliverToBoth({ attachments });
  await scene.pushBoth();
  const message = await messageOf(scene);
  const [first] = message.attachments;
  const get = ({ agent = scene.agent as Agent, attachmentId = first?.attachmentId ?? '' } = {}) =>
    getAttachment(world.app, { agent, messageId: message.messageId, attachmentId });
  return { ...scene, message, get, ids: { mine, theirs } };
}

const unitsOf = ({ account, theirs }: SharedScene) => [account.usage.units, theirs.account.usage.units];

const GIVEN = {
  outcome: 'given',
  filename: PLAN.filename,
  mimeType: PLAN.mimeType,
  size: PLAN.content.length,
  data: PLAN.content.toString('base64'),
};

const disconnect = (mailbox: { mailboxId: SharedScene['mailboxId'] }, { uid }: Agent) =>
  disconnectMailbox(world.app, { mailboxId: mailbox.mailboxId, uid, deleteData: false });

describe('an attachment', () => {
  test('comes from the own mailbox as it was sent: 40 units, 3 reads, no write', async () => {
    const scene = await aMailWith();
    world.firestore.reset();
    expect(await scene.get()).toEqual(GIVEN);
    expect(unitsOf(scene)).toEqual([40, 0]);
    // The message, and the two mailboxes that have it.
    expect(world.firestore.counts()).toMatchObject({ reads: 3, writes: 0 });
  });

  test('is found although Gmail names it anew with every get', async () => {
    const scene = await aMailWith();
    world.gmail.expireAttachmentIds();
    expect(await scene.get()).toEqual(GIVEN);
  });

  test('is told from others of the same mail', async () => {
    const files = [PLAN, { filename: 'empty.txt', content: '' }, { filename: 'a.txt', content: 'Grüße' }];
    const scene = await aMailWith(files);
    const [, empty, text] = scene.message.attachments;
    expect(await scene.get({ attachmentId: text?.attachmentId ?? '' })).toMatchObject({
      filename: 'a.txt',
      data: Buffer.from('Grüße').toString('base64'),
    });
    expect(await scene.get({ attachmentId: empty?.attachmentId ?? '' })).toMatchObject({ size: 0, data: '' });
  });

  test('that the message does not have is absent, without a call to Gmail', async () => {
    const scene = await aMailWith();
    for (const attachmentId of ['99', 'root', '../../users/x', 'text', 'html']) {
      expect(await scene.get({ attachmentId })).toMatchObject({ outcome: 'absent' });
    }
    expect(await scene.get({ attachmentId: 'text' })).toMatchObject({
      advice: expect.stringContaining('not truncated'),
    });
    expect(unitsOf(scene)).toEqual([0, 0]);
  });

  test('of more than 25,000,000 bytes is refused before Gmail is asked', async () => {
    const scene = await aMailWith();
    const { agent, message } = scene;
    const [attachment] = message.attachments;
    const sizeOf = (size: number): World['app'] => ({
      ...world.app,
      messages: {
        ...world.app.messages,
        filesOf: async () => ({
          ...message,
          ...message.body,
          attachments: attachment ? [{ ...attachment, size }] : [],
        }),
      },
    });
    const asked = { agent, messageId: message.messageId, attachmentId: attachment?.attachmentId ?? '' };
    expect(await getAttachment(sizeOf(25_000_001), asked)).toEqual({
      outcome: 'refused',
      advice: expect.stringMatching(/25,000,001 bytes, and 25,000,000 .* Open it in Gmail/),
    });
    expect(unitsOf(scene)).toEqual([0, 0]);
    await getAttachment(sizeOf(25_000_000), asked);
    expect(unitsOf(scene)).not.toEqual([0, 0]);
  });
});

describe("a colleague's mailbox", () => {
  test.each([
    ['is disconnected', (scene: SharedScene) => disconnect(scene, scene.agent)],
    [
      'rests',
      async ({ mailboxId }: SharedScene) => {
        const pausedUntil = new Date(Date.now() + 60_000);
        await world.app.store.update(mailboxId, (mailbox) => ({ ...mailbox, pausedUntil }));
      },
    ],
    [
      'has lost its grant',
      async ({ emailAddress }: SharedScene) => world.gmail.oauth.grants.revoke(emailAddress),
    ],
    [
      'does not answer',
      async ({ emailAddress: account }: SharedScene) =>
        world.gmail.faults.add({ method: 'messages.get', account, times: 3, reply: { status: 503 } }),
    ],
  ])('gives it where the own one %s', async (_, arrange) => {
    const scene = await aMailWith();
    await arrange(scene);
    expect(await scene.get()).toEqual(GIVEN);
    expect(scene.theirs.account.usage.units).toBe(40);
    expect(scene.account.usage.count('messages.attachments.get')).toBe(0);
  });

  test('gives it where the own copy was deleted, before that is known and after', async () => {
    const scene = await aMailWith();
    scene.account.delete(scene.ids.mine);
    expect(await scene.get()).toEqual(GIVEN);
    await scene.poll();
    scene.account.usage.reset();
    expect(await scene.get()).toEqual(GIVEN);
    expect(unitsOf(scene)).toEqual([0, 80]);
  });

  test('gives it to a colleague who has no mailbox', async () => {
    const scene = await aMailWith();
    const third = await world.tenants.agent([scene.locationId]);
    expect(await scene.get({ agent: third })).toEqual(GIVEN);
    expect(unitsOf(scene).toSorted()).toEqual([0, 40]);
  });

  test('is closed once its agent has left the location', async () => {
    const scene = await aMailWith();
    await world.tenants.agent([], { uid: scene.colleague.uid });
    await disconnect(scene, scene.agent);
    const answer = await scene.get();
    expect(answer).toMatchObject({
      outcome: 'refused',
      advice: expect.stringMatching(/disconnected.*does not work in this location any more/),
    });
    expect(unitsOf(scene)).toEqual([0, 0]);
    expect(JSON.stringify(answer)).not.toContain(scene.theirs.emailAddress);
  });

  test('that has another file in its place does not give it', async () => {
    const scene = await aSharedScene(world);
    const same = { messageId: 'one@example.com', subject: 'Plan', date: new Date(), text: 'See the plan.' };
    scene.account.deliver({ ...scene.aMail, ...same, attachments: [PLAN] });
    const forged = [{ ...PLAN, content: randomBytes(200) }];
    scene.theirs.account.deliver({ ...scene.aMail, ...same, attachments: forged });
    await scene.pushBoth();
    const { messageId, attachments, copies } = await messageOf(scene);
    expect(Object.keys(copies)).toHaveLength(2);
    const ask = { agent: scene.colleague, messageId, attachmentId: attachments[0]?.attachmentId ?? '' };
    expect(await getAttachment(world.app, ask)).toEqual(GIVEN);
    await disconnect(scene, scene.agent);
    expect(await getAttachment(world.app, ask)).toMatchObject({
      outcome: 'refused',
      advice: expect.stringContaining('differs'),
    });
  });
});

describe('what nobody can give', () => {
  test('says why: the grant is dead, the mail is deleted', async () => {
    const scene = await aMailWith();
    world.gmail.oauth.grants.revoke(scene.emailAddress);
    scene.theirs.account.delete(scene.ids.theirs);
    expect(await scene.get()).toEqual({
      outcome: 'refused',
      advice: expect.stringMatching(/Connect the mailbox again.*deleted in Gmail/),
    });
  });

  test('is worth another try where Gmail did not answer', async () => {
    const scene = await aMailWith();
    await disconnect(scene.theirs, scene.colleague);
    const reply = googleErrors.userRateLimitExceeded();
    world.gmail.faults.add({ method: 'messages.get', account: scene.emailAddress, reply });
    await expect(scene.get()).rejects.toMatchObject({ code: 'rateLimited', retryable: true });
    expect(await scene.get()).toEqual(GIVEN);
  });
});

describe('a message of a location that the agent does not work in', () => {
  test('is as unknown as one that is not there, with the same single read', async () => {
    const scene = await aMailWith();
    const stranger = await world.tenants.agent([await world.tenants.location()]);
    const reads = async (messageId: MessageId, agent: Agent) => {
      world.firestore.reset();
      expect(await getAttachment(world.app, { agent, messageId, attachmentId: '1' })).toBe('unknown');
      const { reads, writes, rpcs } = world.firestore.counts();
      return { reads, writes, rpcs };
    };
    const foreign = await reads(scene.message.messageId, stranger);
    expect(foreign).toMatchObject({ reads: 1, writes: 0 });
    expect(await reads(MessageId('x'.repeat(27)), stranger)).toEqual(foreign);
    expect(await reads(scene.message.messageId, { ...scene.agent, locationIds: [] })).toEqual(foreign);
    expect(unitsOf(scene)).toEqual([0, 0]);
  });
});

test('the log tells who looked into which mailbox, and nothing of what they saw', async () => {
  const scene = await aMailWith();
  await scene.get();
  const line = world.logged.findLast(({ event }) => event === 'attachmentFetched');
  expect(line?.fields).toEqual({
    messageId: scene.message.messageId,
    locationId: scene.locationId,
    agentId: scene.agent.uid,
    mailboxId: scene.mailboxId,
    outcome: 'read',
  });
});
