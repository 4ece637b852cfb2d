import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MailboxId } from '../../shared/domain/ids.ts';
import { anAddress } from '../support/builders.ts';
import { SendClock } from '../support/ordeal/sendClock.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { aLetter, costOf, type Letter, sendAs, sent, sentBy } from '../support/sending.ts';
import { World } from '../support/world.ts';

const clock = new SendClock();
let world: World;
beforeAll(async () => {
  world = await World.start({ clock });
});
afterAll(() => world.close());

describe('an answer', () => {
  /** From the contact, in the conversation. */
  async function received(scene: Scene) {
    const mail = scene.account.deliver({ ...scene.aMail, subject: 'The flat', references: ['root@x.org'] });
    await scene.push(mail.historyId);
    const [message] = await world.store.messages(scene.locationId);
    if (!message) throw new Error('It is not stored');
    return { mail, message };
  }

  const aReply = (scene: Scene, changes: Partial<Letter>) => {
    const { subject: _, ...letter } = aLetter(scene);
    return { ...letter, ...changes };
  };

  test('is in the thread, with the subject and the headers of one', async () => {
    const scene = await aScene(world);
    const { mail, message } = await received(scene);
    const answer = await sent(world.app, scene, aReply(scene, { replyToMessageId: message.messageId }));
    expect(answer.threadId).toBe(mail.threadId);
    const reply = (await world.store.messages(scene.locationId)).find(
      ({ messageId }) => messageId === answer.messageIds[0],
    );
    expect(reply?.envelope).toMatchObject({
      subject: 'Re: The flat',
      inReplyTo: [message.envelope.rfc822MessageId],
      references: [...message.envelope.references, message.envelope.rfc822MessageId],
    });
  });

  test('under another subject begins a thread of its own', async () => {
    const scene = await aScene(world);
    const { mail, message } = await received(scene);
    const letter = aReply(scene, { replyToMessageId: message.messageId, subject: 'Another one' });
    expect((await sent(world.app, scene, letter)).threadId).not.toBe(mail.threadId);
  });

  test('into a thread that is gone is sent all the same', async () => {
    const scene = await aScene(world);
    const { mail, message } = await received(scene);
    scene.account.delete(mail.id);
    const answer = await sent(world.app, scene, aReply(scene, { replyToMessageId: message.messageId }));
    expect(answer.threadId).not.toBe(mail.threadId);
    expect(answer.messageIds).toHaveLength(1);
    expect(sentBy(scene)).toEqual(['Re: The flat']);
  });

  test('from a mailbox that does not have the mail is one for its readers', async () => {
    const scene = await aScene(world);
    const { message } = await received(scene);
    const colleague = { ...scene, agent: await world.tenants.agent([scene.locationId]) };
    const mailbox = { ...colleague, ...(await world.liveMailbox(colleague.agent)) };
    const answer = await sent(world.app, mailbox, aReply(mailbox, { replyToMessageId: message.messageId }));
    const reply = (await world.store.messages(scene.locationId)).find(
      ({ messageId }) => messageId === answer.messageIds[0],
    );
    expect(reply?.envelope.inReplyTo).toEqual([message.envelope.rfc822MessageId]);
  });

  test('to a mail of another location is to one that is not there: the same answer, by the same reads', async () => {
    const [scene, other] = [await aScene(world), await aScene(world)];
    const { message } = await received(other);
    const ask = (replyToMessageId: string) => async () =>
      expect(await sendAs(world.app, scene, aReply(scene, { replyToMessageId }))).toEqual({
        outcome: 'unknownMessage',
      });
    const foreign = await costOf(world, scene, ask(message.messageId));
    expect(foreign).toEqual(await costOf(world, scene, ask(MailboxId.of(anAddress()))));
    expect(foreign).toEqual({ units: 0, reads: 3, writes: 0, deletes: 0 });
    expect(sentBy(scene)).toEqual([]);
  });
});
