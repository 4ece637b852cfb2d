import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { ConversationId } from '../../shared/domain/ids.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

describe('a new mail from a contact', () => {
  test('is stored once, with its ledger entry, its conversation, the cursor, the counters and the run', async () => {
    const mailbox = await aScene(world);
    const { locationId, contact } = mailbox;
    const mail = mailbox.account.deliver({
      from: `"Ann Archer" <${mailbox.contactAddress}>`,
      to: mailbox.emailAddress,
      subject: 'The flat',
      text: 'Is it still free?',
      date: new Date('2026-11-20T09:30:00Z'),
    });

    expect(await mailbox.push(mail.historyId)).toEqual({
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
      [mail.id]: {
        state: 'stored',
        messageIds: [message?.messageId],
        receivedAt: message?.sentAt,
        at: expect.any(Date),
      },
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
    const mailbox = await aScene(world);
    const mail = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });

    const outcomes = await Promise.all(Array.from({ length: 10 }, () => mailbox.push(mail.historyId)));

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
    const mailbox = await aScene(world);
    const mails = ['one', 'two', 'three'].map((subject) =>
      mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress, subject }),
    );

    for (const { historyId } of mails.toReversed()) await mailbox.push(historyId);

    const messages = await world.store.messages(mailbox.locationId);
    expect(messages.map(({ envelope }) => envelope.subject).sort()).toEqual(['one', 'three', 'two']);
    expect(await world.store.mailbox(mailbox.mailboxId)).toMatchObject({ historyId: mails[2]?.historyId });
    expect(mailbox.account.usage.count('history.list')).toBe(1);
  });

  test('that arrives while a run is under way is fetched by that run before it lets go', async () => {
    const mailbox = await aScene(world);
    const first = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });
    world.gmail.faults.add({ method: 'messages.get', account: mailbox.emailAddress, delayMs: 300, times: 1 });

    const running = mailbox.push(first.historyId);
    await eventually('the run lists history', () => mailbox.account.usage.count('history.list') === 1);
    const second = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });

    expect(await mailbox.push(second.historyId)).toEqual({ outcome: 'busy', handedOver: true });
    expect(await running).toMatchObject({ outcome: 'synced', counts: { stored: 2 } });
    expect(await world.store.messages(mailbox.locationId)).toHaveLength(2);
  });
});

describe('a mail that is nobody’s', () => {
  test('from an unknown sender is in the ledger with its reason, and nowhere else', async () => {
    const mailbox = await aScene(world);
    const mail = mailbox.account.deliver({ from: anAddress('stranger'), to: mailbox.emailAddress });

    await mailbox.push(mail.historyId);

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
    const mailbox = await aScene(world);
    const foreign = await world.tenants.contact(await world.tenants.location());
    const [address = ''] = foreign.emails;
    const mail = mailbox.account.deliver({ from: address, to: mailbox.emailAddress });

    await mailbox.push(mail.historyId);

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
    const mailbox = await aScene(world);
    const mail = mailbox.account.deliver({ from: mailbox.contactAddress, labelIds: [label] });

    await mailbox.push(mail.historyId);

    expect(await world.store.ledger(mailbox.mailboxId)).toMatchObject({
      [mail.id]: { state: 'skipped', reason },
    });
    expect(mailbox.account.usage.units).toBe(2);
  });
});

describe('notifications that lead nowhere', () => {
  test('a stale one costs no Gmail call and moves nothing', async () => {
    const mailbox = await aScene(world);
    const before = await world.store.mailbox(mailbox.mailboxId);

    expect(await mailbox.push(mailbox.account.historyId)).toEqual({ outcome: 'upToDate' });

    expect(mailbox.account.usage.calls).toEqual([]);
    expect(await world.store.mailbox(mailbox.mailboxId)).toEqual(before);
  });

  test('one that is ahead of what history shows never moves the cursor beyond it', async () => {
    const mailbox = await aScene(world);
    const mail = mailbox.account.deliver({ from: mailbox.contactAddress, to: mailbox.emailAddress });
    const ahead = HistoryId.of((BigInt(mail.historyId) + 1_000n).toString());

    expect(await mailbox.push(ahead)).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });

    expect(await world.store.mailbox(mailbox.mailboxId)).toMatchObject({
      historyId: mail.historyId,
      wantedHistoryId: null,
      lease: { holder: null },
    });
  });
});
