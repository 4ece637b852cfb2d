import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GmailMessageId } from '../../shared/domain/ids.ts';
import { anAddress } from '../support/builders.ts';
import { parseMime } from '../support/gmail/mime.ts';
import { heldBack } from '../support/heldBack.ts';
import { MEASURED } from '../support/measuredCounts.ts';
import { SendClock } from '../support/ordeal/sendClock.ts';
import { aScene } from '../support/scene.ts';
import { aLetter, costOf, sendAs, sent, sentBy } from '../support/sending.ts';
import { World } from '../support/world.ts';

const clock = new SendClock();
let world: World;
beforeAll(async () => {
  world = await World.start({ clock });
});
afterAll(() => world.close());

describe('a mail that an agent sends', () => {
  test('is in the conversation when the call returns, and arrives', async () => {
    const scene = await aScene(world);
    const recipient = world.gmail.addAccount({ address: scene.contactAddress });
    scene.account.displayNames.set(scene.emailAddress, 'Agent Smith');
    const answer = await sent(world.app, scene);

    const [message, ...others] = await world.store.messages(scene.locationId);
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      messageId: answer.messageIds[0],
      direction: 'outbound',
      read: true,
      contactIds: [scene.contact.contactId],
      envelope: {
        subject: 'The flat',
        from: [{ name: 'Agent Smith', address: scene.emailAddress }],
        to: [{ address: scene.contactAddress }],
      },
      emailMessageId: answer.gmailId,
      emailThreadId: answer.threadId,
    });
    expect(answer).toEqual({
      outcome: 'sent',
      messageIds: [message?.messageId],
      gmailId: answer.gmailId,
      threadId: answer.threadId,
    });
    expect(await world.store.conversations(scene.locationId)).toMatchObject([
      { messageCount: 1, unreadCount: 0, lastMessage: { messageId: message?.messageId } },
    ]);
    expect(recipient.messages()).toMatchObject([{ subject: 'The flat', bcc: [] }]);
    expect(await world.store.runs(scene.mailboxId)).toContainEqual(
      expect.objectContaining({ trigger: 'send', outcome: 'synced' }),
    );
  });

  test('goes to everybody, and nobody sees who is in Bcc', async () => {
    const scene = await aScene(world);
    const [cc, bcc] = [anAddress('cc'), anAddress('bcc')];
    const accounts = [scene.contactAddress, cc, bcc].map((address) => world.gmail.addAccount({ address }));
    await sent(world.app, scene, aLetter(scene, { cc: [cc], bcc: [{ name: 'Eve', address: bcc }] }));
    for (const account of accounts) expect(account.messages()).toMatchObject([{ cc: [cc], bcc: [] }]);
    expect(scene.account.messages()).toMatchObject([{ bcc: [bcc] }]);
  });

  test.each([
    ['small', 1_000],
    ['large', 3_000_000],
  ])('with %s files has them, byte by byte', async (_, size) => {
    const scene = await aScene(world);
    const bytes = Buffer.alloc(size, 'Grundriss\n');
    const file = { filename: 'Grundriß.txt', mimeType: 'text/plain', data: bytes.toString('base64') };
    const { gmailId } = await sent(world.app, scene, aLetter(scene, { attachments: [file, file] }));
    const [message] = await world.store.messages(scene.locationId);
    expect(message?.attachments).toMatchObject([
      { filename: 'Grundriß.txt', mimeType: 'text/plain', size },
      { filename: 'Grundriß.txt', mimeType: 'text/plain', size },
    ]);
    const raw = scene.account.message(GmailMessageId(gmailId)).raw;
    expect(
      parseMime(raw)
        .parts.slice(1)
        .map(({ body }) => body.equals(bytes)),
    ).toEqual([true, true]);
  });

  test('to nobody’s contact is sent, and in no conversation', async () => {
    const scene = await aScene(world);
    const answer = await sent(world.app, scene, aLetter(scene, { to: [anAddress('stranger')] }));
    expect(answer).toMatchObject({
      messageIds: [],
      advice: expect.stringContaining('Nobody in it is a contact'),
    });
    expect(await world.store.ledger(scene.mailboxId)).toMatchObject({
      [answer.gmailId]: { state: 'skipped', reason: 'no-contact' },
    });
    expect(sentBy(scene)).toEqual(['The flat']);
  });

  test('costs 121 units, 14 reads and 8 writes; its notification 2 units, and a repeat none', async () => {
    const scene = await aScene(world);
    await sent(world.app, scene);
    const letter = aLetter(scene);
    // Reads: mailbox, send; send (claim), send (sent); mailbox (lease), ledger entry, agent, contact, location; in the
    // commit mailbox, message and conversation; ledger entry, message. Writes: send (claim), send (sent), mailbox
    // (lease); in the commit ledger entry, message, conversation, run and mailbox.
    expect(MEASURED.sentMail).toMatchObject(await costOf(world, scene, () => sent(world.app, scene, letter)));
    expect(await costOf(world, scene, () => scene.push(scene.account.historyId))).toMatchObject({
      units: 2,
      writes: 2,
    });
    expect(await costOf(world, scene, () => scene.poll())).toMatchObject({ units: 2 });
    expect(await world.store.messages(scene.locationId)).toHaveLength(2);
    expect(await costOf(world, scene, () => sent(world.app, scene, letter))).toEqual({
      units: 0,
      reads: 4,
      writes: 0,
      deletes: 0,
    });
  });

  test('whose notification is faster is stored once', async () => {
    const scene = await aScene(world);
    const deps = { ...world.app };
    const push = heldBack(world.app, 1);
    const held: { running?: Promise<unknown> } = {};
    deps.sends = {
      ...world.app.sends,
      changeSend: async (id, change) => {
        const after = await world.app.sends.changeSend(id, change);
        if (after?.state === 'sent') {
          held.running = scene.push(scene.account.historyId, push.deps);
          await push.reached;
          clock.in(1_000, push.goOn);
        }
        return after;
      },
    };
    const answer = await sendAs(deps, scene, aLetter(scene));
    await held.running;
    expect(answer).toMatchObject({ outcome: 'sent', messageIds: [expect.any(String)] });
    expect(await world.store.messages(scene.locationId)).toHaveLength(1);
    expect(scene.account.usage.count('messages.get')).toBe(1);
  });

  test('while another sync has the mailbox for long is sent, and its agent is told that it comes', async () => {
    const scene = await aScene(world);
    scene.account.deliver(scene.aMail);
    const other = heldBack(world.app, 1);
    const running = scene.poll(other.deps);
    await other.reached;
    const letter = aLetter(scene);
    expect(await sent(world.app, scene, letter)).toMatchObject({
      messageIds: [],
      advice: expect.stringContaining('within moments'),
    });
    other.goOn();
    await running;
    await scene.poll();
    expect(await sent(world.app, scene, letter)).toMatchObject({ messageIds: [expect.any(String)] });
    expect(sentBy(scene)).toEqual(['The flat']);
  });

  test('is sent also where storing it fails, and no error is told', async () => {
    const scene = await aScene(world);
    world.gmail.faults.add({
      method: 'messages.get',
      account: scene.emailAddress,
      times: 3,
      reply: { status: 503 },
    });
    const letter = aLetter(scene);
    expect(await sent(world.app, scene, letter)).toMatchObject({
      messageIds: [],
      advice: expect.stringContaining('It is sent'),
    });
    expect(await sent(world.app, scene, letter)).toMatchObject({ messageIds: [expect.any(String)] });
    expect(sentBy(scene)).toEqual(['The flat']);
  });
});

describe('the sender', () => {
  test('may be a verified alias, with its own name', async () => {
    const alias = anAddress('alias');
    const scene = await aScene(world, { aliases: [alias] });
    scene.account.displayNames.set(alias, 'Sales');
    await sent(world.app, scene, aLetter(scene, { from: alias }));
    const [message] = await world.store.messages(scene.locationId);
    expect(message?.envelope.from).toEqual([{ name: 'Sales', address: alias }]);
    expect(message?.envelope.rfc822MessageId).toMatch(/^s\.[\w-]{27}@example\.com$/);
  });

  test('cannot be anybody else: the allowed ones are told, and nothing is sent or written', async () => {
    const scene = await aScene(world);
    const letter = aLetter(scene, { from: anAddress('boss') });
    expect(await sendAs(world.app, scene, letter)).toMatchObject({
      outcome: 'refused',
      status: 'invalid-argument',
      reason: 'from',
      advice: expect.stringContaining(scene.emailAddress),
    });
    expect(sentBy(scene)).toEqual([]);
    await sent(world.app, scene, { ...letter, from: scene.emailAddress });
    expect(sentBy(scene)).toEqual(['The flat']);
  });
});
