import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { ConversationId } from '../../shared/domain/ids.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

async function aLiveMailbox(options: { aliases?: string[] } = {}) {
  const locationId = await world.tenants.location();
  const agent = await world.tenants.agent([locationId]);
  const contact = await world.tenants.contact(locationId);
  const mailbox = await world.liveMailbox(agent, options);
  const [contactAddress = ''] = contact.emails;
  return { ...mailbox, locationId, agent, contact, contactAddress };
}

const push = (mailbox: { mailboxId: Parameters<typeof syncMailbox>[1] }, historyId: string) =>
  syncMailbox(world.app, mailbox.mailboxId, { reason: 'push', historyId: HistoryId.of(historyId) });

describe('a new mail from a contact', () => {
  test('is stored once, with its ledger entry, its conversation, the cursor, the counters and the run', async () => {
    const mailbox = await aLiveMailbox();
    const { locationId, contact } = mailbox;
    const mail = mailbox.account.deliver({
      from: `"Ann Archer" <${mailbox.contactAddress}>`,
      to: mailbox.emailAddress,
      subject: 'The flat',
      text: 'Is it still free?',
      date: new Date('2026-11-20T09:30:00Z'),
    });

    expect(await push(mailbox, mail.historyId)).toEqual({
      outcome: 'synced',
      counts: { stored: 1, skipped: {} },
    });

    const [message, ...others] = await world.store.messages(locationId);
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      direction: 'inbound',
      contactIds: [contact.contactId],
      envelope: { subject: 'The flat', from: [{ name: 'Ann Archer', address: mailbox.contactAddress }] },
      body: { truncated: false },
      read: false,
      labels: ['INBOX', 'UNREAD'],
      sentAt: new Date('2026-11-20T09:30:00Z'),
      emailMessageId: mail.id,
      emailThreadId: mail.threadId,
      copies: { [mailbox.mailboxId]: { gmailId: mail.id, deletedAt: null } },
      deletedAt: null,
    });
    expect(message?.body.text).toContain('Is it still free?');
    expect(await world.store.ledger(mailbox.mailboxId)).toEqual({
      [mail.id]: { state: 'stored', messageIds: [message?.messageId], at: expect.any(Date) },
    });
    expect(await world.store.conversations(locationId)).toMatchObject([
      {
        conversationId: ConversationId.of(locationId, contact.contactId),
        contactId: contact.contactId,
        messageCount: 1,
        unreadCount: 1,
        lastMessage: { messageId: message?.messageId, subject: 'The flat', direction: 'inbound' },
      },
    ]);
    expect(await world.store.mailbox(mailbox.mailboxId)).toMatchObject({
      status: 'live',
      historyId: mail.historyId,
      wantedHistoryId: null,
      counters: { stored: 1, skipped: {} },
      lease: { holder: null },
      lastError: null,
    });
    expect(await world.store.runs(mailbox.mailboxId)).toContainEqual(
      expect.objectContaining({ trigger: 'push', outcome: 'synced', counts: { stored: 1, skipped: {} } }),
    );
  });

  test('is stored once when its notification comes ten times at once', async () => {
    const mailbox = await aLiveMailbox();
    const mail = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });

    const outcomes = await Promise.all(Array.from({ length: 10 }, () => push(mailbox, mail.historyId)));

    expect(outcomes.filter(({ outcome }) => outcome === 'synced')).toHaveLength(1);
    expect(await world.store.messages(mailbox.locationId)).toHaveLength(1);
    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([{ messageCount: 1 }]);
    expect(mailbox.account.usage.units).toBe(22);
    expect(await world.store.mailbox(mailbox.mailboxId)).toMatchObject({
      historyId: mail.historyId,
      counters: { stored: 1 },
      lease: { holder: null },
    });
  });

  test('is stored once when notifications come out of order', async () => {
    const mailbox = await aLiveMailbox();
    const mails = ['one', 'two', 'three'].map((subject) =>
      mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress, subject }),
    );

    for (const { historyId } of mails.toReversed()) await push(mailbox, historyId);

    const messages = await world.store.messages(mailbox.locationId);
    expect(messages.map(({ envelope }) => envelope.subject).sort()).toEqual(['one', 'three', 'two']);
    expect(await world.store.mailbox(mailbox.mailboxId)).toMatchObject({ historyId: mails[2]?.historyId });
    expect(mailbox.account.usage.count('history.list')).toBe(1);
  });

  test('that arrives while a run is under way is fetched by that run before it lets go', async () => {
    const mailbox = await aLiveMailbox();
    const first = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });
    world.gmail.faults.add({ method: 'messages.get', account: mailbox.emailAddress, delayMs: 300, times: 1 });

    const running = push(mailbox, first.historyId);
    await eventually('the run lists history', () => mailbox.account.usage.count('history.list') === 1);
    const second = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });

    expect(await push(mailbox, second.historyId)).toEqual({ outcome: 'busy', handedOver: true });
    expect(await running).toMatchObject({ outcome: 'synced', counts: { stored: 2 } });
    expect(await world.store.messages(mailbox.locationId)).toHaveLength(2);
  });
});

describe('a mail that is nobody’s', () => {
  test('from an unknown sender is in the ledger with its reason, and nowhere else', async () => {
    const mailbox = await aLiveMailbox();
    const mail = mailbox.account.deliver({ from: anAddress('stranger'), to: mailbox.emailAddress });

    await push(mailbox, mail.historyId);

    expect(await world.store.ledger(mailbox.mailboxId)).toEqual({
      [mail.id]: { state: 'skipped', reason: 'no-contact', at: expect.any(Date) },
    });
    expect(await world.store.messages(mailbox.locationId)).toEqual([]);
    expect(await world.store.conversations(mailbox.locationId)).toEqual([]);
    expect(await world.store.mailbox(mailbox.mailboxId)).toMatchObject({
      historyId: mail.historyId,
      counters: { stored: 0, skipped: { 'no-contact': 1 } },
    });
  });

  test('from a contact of a location that the agent does not work in is skipped', async () => {
    const mailbox = await aLiveMailbox();
    const foreign = await world.tenants.contact(await world.tenants.location());
    const [address = ''] = foreign.emails;
    const mail = mailbox.account.deliver({ from: address, to: mailbox.emailAddress });

    await push(mailbox, mail.historyId);

    expect(await world.store.messages(foreign.locationId)).toEqual([]);
    expect(await world.store.ledger(mailbox.mailboxId)).toMatchObject({
      [mail.id]: { reason: 'no-contact' },
    });
  });

  test.each([
    ['a draft', 'DRAFT', 'draft'],
    ['spam', 'SPAM', 'spam'],
    ['trash', 'TRASH', 'trash'],
    ['a chat', 'CHAT', 'chat'],
  ])('%s is skipped without a fetch', async (_, label, reason) => {
    const mailbox = await aLiveMailbox();
    const mail = mailbox.account.deliver({ from: mailbox.contactAddress, labelIds: [label] });

    await push(mailbox, mail.historyId);

    expect(await world.store.ledger(mailbox.mailboxId)).toMatchObject({
      [mail.id]: { state: 'skipped', reason },
    });
    expect(mailbox.account.usage.units).toBe(2);
  });
});

describe('matching', () => {
  test('a mail that the agent sent is outbound, and read', async () => {
    const mailbox = await aLiveMailbox();
    const mail = mailbox.account.sent({ from: mailbox.emailAddress, to: mailbox.contactAddress });

    await push(mailbox, mail.historyId);

    expect(await world.store.messages(mailbox.locationId)).toMatchObject([
      { direction: 'outbound', read: true },
    ]);
    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([{ unreadCount: 0 }]);
  });

  test('a mail that the agent also sent to himself is outbound, and read', async () => {
    const mailbox = await aLiveMailbox();
    const mail = mailbox.account.deliver({
      from: mailbox.emailAddress,
      to: [mailbox.contactAddress, mailbox.emailAddress],
      labelIds: ['SENT', 'INBOX', 'UNREAD'],
    });

    await push(mailbox, mail.historyId);

    expect(await world.store.messages(mailbox.locationId)).toMatchObject([
      { direction: 'outbound', read: true },
    ]);
  });

  test("an alias is the agent's own address: it makes a mail outbound and is never taken for a contact", async () => {
    const alias = anAddress('alias');
    const mailbox = await aLiveMailbox({ aliases: [alias] });
    await world.tenants.contact(mailbox.locationId, { emails: [alias] });
    const mail = mailbox.account.sent({ from: alias, to: mailbox.contactAddress });

    await push(mailbox, mail.historyId);

    expect(await world.store.messages(mailbox.locationId)).toMatchObject([
      { direction: 'outbound', contactIds: [mailbox.contact.contactId] },
    ]);
  });

  test('a mail to two contacts is one message in both conversations', async () => {
    const mailbox = await aLiveMailbox();
    const other = await world.tenants.contact(mailbox.locationId);
    const mail = mailbox.account.deliver({
      from: mailbox.contactAddress,
      to: mailbox.emailAddress,
      cc: other.emails,
    });

    await push(mailbox, mail.historyId);

    const [message, ...more] = await world.store.messages(mailbox.locationId);
    expect(more).toEqual([]);
    expect(message?.contactIds.toSorted()).toEqual([mailbox.contact.contactId, other.contactId].toSorted());
    expect(await world.store.conversations(mailbox.locationId)).toHaveLength(2);
  });

  test('the same address in two locations of the agent gives each location its own message', async () => {
    const [here, there] = [await world.tenants.location(), await world.tenants.location()];
    const address = anAddress('contact');
    await Promise.all([
      world.tenants.contact(here, { emails: [address] }),
      world.tenants.contact(there, { emails: [address] }),
    ]);
    const mailbox = await world.liveMailbox(await world.tenants.agent([here, there]));
    const mail = mailbox.account.deliver({ from: address, to: mailbox.emailAddress });

    await push(mailbox, mail.historyId);

    const [hereMessages, thereMessages] = [
      await world.store.messages(here),
      await world.store.messages(there),
    ];
    expect([hereMessages.length, thereMessages.length]).toEqual([1, 1]);
    expect(hereMessages[0]?.messageId).not.toBe(thereMessages[0]?.messageId);
    const ledger = await world.store.ledger(mailbox.mailboxId);
    expect(ledger[mail.id]).toMatchObject({ messageIds: { length: 2 } });
  });

  test('two mails that share every header are two messages, because their Gmail ids differ', async () => {
    const mailbox = await aLiveMailbox();
    const twin = {
      from: mailbox.contactAddress,
      to: mailbox.emailAddress,
      messageId: 'twin@example.com',
      date: new Date('2026-11-20T09:30:00Z'),
    };
    mailbox.account.deliver({ ...twin, text: 'one' });
    const second = mailbox.account.deliver({ ...twin, text: 'two' });

    await push(mailbox, second.historyId);

    const messages = await world.store.messages(mailbox.locationId);
    expect(messages.map(({ body }) => body.text.trim()).sort()).toEqual(['one', 'two']);
  });
});

describe('changes in Gmail', () => {
  test('reading a mail there marks it read here, without a fetch', async () => {
    const mailbox = await aLiveMailbox();
    const mail = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });
    await push(mailbox, mail.historyId);
    mailbox.account.usage.reset();

    const { historyId } = mailbox.account.modify(mail.id, { remove: ['UNREAD'] });
    await push(mailbox, historyId);

    expect(await world.store.messages(mailbox.locationId)).toMatchObject([{ read: true, labels: ['INBOX'] }]);
    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
      { unreadCount: 0, messageCount: 1 },
    ]);
    expect(mailbox.account.usage.units).toBe(2);
  });

  test('marking a hundred long mails read writes their state alone, not their bodies again', async () => {
    const mailbox = await aLiveMailbox();
    const text = 'Is it still free? '.repeat(5_000);
    const mails = mailbox.account.seed(
      100,
      () => ({ from: mailbox.contactAddress, to: mailbox.emailAddress, text }),
      { history: true },
    );
    await push(mailbox, mailbox.account.historyId);

    for (const { id } of mails) mailbox.account.modify(id, { remove: ['UNREAD'] });
    await push(mailbox, mailbox.account.historyId);

    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
      { messageCount: 100, unreadCount: 0 },
    ]);
  });

  test('deleting a mail there leaves a tombstone here', async () => {
    const mailbox = await aLiveMailbox();
    const mail = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });
    await push(mailbox, mail.historyId);

    await push(mailbox, mailbox.account.delete(mail.id).historyId);

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
      const mailbox = await aLiveMailbox();
      const [first, , third] = ['one', 'two', 'three'].map((subject, minute) =>
        mailbox.account.deliver({
          from: mailbox.contactAddress,
          to: mailbox.emailAddress,
          subject,
          date: new Date(Date.UTC(2026, 10, 20, 9, minute)),
        }),
      );
      await push(mailbox, mailbox.account.historyId);

      mailbox.account[how](first?.id ?? '');
      await push(mailbox, mailbox.account[how](third?.id ?? '').historyId);

      expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
        { messageCount: 1, lastMessage: { subject: 'two' } },
      ]);
    },
  );

  test('comes back when its mail comes out of trash, and is empty when nothing is left', async () => {
    const mailbox = await aLiveMailbox();
    const mail = mailbox.account.deliver({
      from: mailbox.contactAddress,
      to: mailbox.emailAddress,
      subject: 'only',
    });
    await push(mailbox, mail.historyId);

    await push(mailbox, mailbox.account.trash(mail.id).historyId);
    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
      { messageCount: 0, lastMessage: null },
    ]);

    await push(mailbox, mailbox.account.untrash(mail.id).historyId);
    expect(await world.store.conversations(mailbox.locationId)).toMatchObject([
      { messageCount: 1, lastMessage: { subject: 'only' } },
    ]);
    expect(await world.store.messages(mailbox.locationId)).toMatchObject([{ deletedAt: null }]);
  });
});

describe('notifications that lead nowhere', () => {
  test('a stale one costs no Gmail call and moves nothing', async () => {
    const mailbox = await aLiveMailbox();
    const before = await world.store.mailbox(mailbox.mailboxId);

    expect(await push(mailbox, mailbox.account.historyId)).toEqual({ outcome: 'upToDate' });

    expect(mailbox.account.usage.calls).toEqual([]);
    expect(await world.store.mailbox(mailbox.mailboxId)).toEqual(before);
  });

  test('one that is ahead of what history shows never moves the cursor beyond it', async () => {
    const mailbox = await aLiveMailbox();
    const mail = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });
    const ahead = HistoryId.of((BigInt(mail.historyId) + 1_000n).toString());

    expect(await push(mailbox, ahead)).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });

    expect(await world.store.mailbox(mailbox.mailboxId)).toMatchObject({
      historyId: mail.historyId,
      wantedHistoryId: null,
      lease: { holder: null },
    });
  });
});
