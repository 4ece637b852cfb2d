import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

describe('changes in Gmail', () => {
  test('reading a mail there marks it read here, without a fetch', async () => {
    const mailbox = await aScene(world);
    const mail = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });
    await mailbox.push(mail.historyId);
    mailbox.account.usage.reset();

    const { historyId } = mailbox.account.modify(mail.id, { remove: ['UNREAD'] });
    await mailbox.push(historyId);

    expect(await world.store.messages(mailbox.locationId)).toMatchObject([{ read: true, labels: ['INBOX'] }]);
    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
      { unreadCount: 0, messageCount: 1 },
    ]);
    expect(mailbox.account.usage.units).toBe(2);
  });

  test('marking a hundred long mails read writes their state alone, not their bodies again', async () => {
    const mailbox = await aScene(world);
    const text = 'Is it still free? '.repeat(5_000);
    const mails = mailbox.account.seed(
      100,
      () => ({ from: mailbox.contactAddress, to: mailbox.emailAddress, text }),
      { history: true },
    );
    await mailbox.push(mailbox.account.historyId);

    for (const { id } of mails) mailbox.account.modify(id, { remove: ['UNREAD'] });
    await mailbox.push(mailbox.account.historyId);

    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
      { messageCount: 100, unreadCount: 0 },
    ]);
  });

  test('deleting a mail there leaves a tombstone here', async () => {
    const mailbox = await aScene(world);
    const mail = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });
    await mailbox.push(mail.historyId);

    await mailbox.push(mailbox.account.delete(mail.id).historyId);

    expect(await world.store.messages(mailbox.locationId)).toMatchObject([{ deletedAt: expect.any(Date) }]);
    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
      { unreadCount: 0, messageCount: 0 },
    ]);
  });
});

describe('the preview of a conversation', () => {
  test.each(['delete', 'trash'] as const)(
    'after its mail is gone by %s is the newest that is left',
    async (how) => {
      const mailbox = await aScene(world);
      const [first, , third] = ['one', 'two', 'three'].map((subject, minute) =>
        mailbox.account.deliver({
          from: mailbox.contactAddress,
          to: mailbox.emailAddress,
          subject,
          date: new Date(Date.UTC(2026, 10, 20, 9, minute)),
        }),
      );
      await mailbox.push(mailbox.account.historyId);

      mailbox.account[how](first?.id ?? '');
      await mailbox.push(mailbox.account[how](third?.id ?? '').historyId);

      expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
        { messageCount: 1, lastMessage: { subject: 'two' } },
      ]);
    },
  );

  test('comes back when its mail comes out of trash, and is empty when nothing is left', async () => {
    const mailbox = await aScene(world);
    const mail = mailbox.account.deliver({
      from: mailbox.contactAddress,
      to: mailbox.emailAddress,
      subject: 'only',
    });
    await mailbox.push(mail.historyId);

    await mailbox.push(mailbox.account.trash(mail.id).historyId);
    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
      { messageCount: 0, lastMessage: null },
    ]);

    await mailbox.push(mailbox.account.untrash(mail.id).historyId);
    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
      { messageCount: 1, lastMessage: { subject: 'only' } },
    ]);
    expect(await world.store.messages(mailbox.locationId)).toMatchObject([{ deletedAt: null }]);
  });
});
