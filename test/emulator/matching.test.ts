import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anAddress } from '../support/builders.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

describe('matching', () => {
  test('a mail that the agent sent is outbound, and read', async () => {
    const mailbox = await aScene(world);
    const mail = mailbox.account.sent({ from: mailbox.emailAddress, to: mailbox.contactAddress });

    await mailbox.push(mail.historyId);

    expect(await world.store.messages(mailbox.locationId)).toMatchObject([
      { direction: 'outbound', read: true },
    ]);
    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([{ unreadCount: 0 }]);
  });

  test('a mail that the agent also sent to himself is outbound, and read', async () => {
    const mailbox = await aScene(world);
    const mail = mailbox.account.deliver({
      from: mailbox.emailAddress,
      to: [mailbox.contactAddress, mailbox.emailAddress],
      labelIds: ['SENT', 'INBOX', 'UNREAD'],
    });

    await mailbox.push(mail.historyId);

    expect(await world.store.messages(mailbox.locationId)).toMatchObject([
      { direction: 'outbound', read: true },
    ]);
  });

  test("an alias is the agent's own address: it makes a mail outbound and is never taken for a contact", async () => {
    const alias = anAddress('alias');
    const mailbox = await aScene(world, { aliases: [alias] });
    await world.tenants.contact(mailbox.locationId, { emails: [alias] });
    const mail = mailbox.account.sent({ from: alias, to: mailbox.contactAddress });

    await mailbox.push(mail.historyId);

    expect(await world.store.messages(mailbox.locationId)).toMatchObject([
      { direction: 'outbound', contactIds: [mailbox.contact.contactId] },
    ]);
  });

  test('a mail to two contacts is one message in both conversations', async () => {
    const mailbox = await aScene(world);
    const other = await world.tenants.contact(mailbox.locationId);
    const mail = mailbox.account.deliver({
      from: mailbox.contactAddress,
      to: mailbox.emailAddress,
      cc: other.emails,
    });

    await mailbox.push(mail.historyId);

    const [message, ...more] = await world.store.messages(mailbox.locationId);
    expect(more).toEqual([]);
    expect(message?.contactIds.toSorted()).toEqual([mailbox.contact.contactId, other.contactId].toSorted());
    expect(await world.store.conversations(mailbox.locationId)).toHaveLength(2);
  });

  test('two mails that share every header are two messages, because their Gmail ids differ', async () => {
    const mailbox = await aScene(world);
    const twin = {
      from: mailbox.contactAddress,
      to: mailbox.emailAddress,
      messageId: 'twin@example.com',
      date: new Date('2026-11-20T09:30:00Z'),
    };
    mailbox.account.deliver({ ...twin, text: 'one' });
    const second = mailbox.account.deliver({ ...twin, text: 'two' });

    await mailbox.push(second.historyId);

    const messages = await world.store.messages(mailbox.locationId);
    expect(messages.map(({ body }) => body.text.trim()).sort()).toEqual(['one', 'two']);
  });
});
