import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { googleErrors } from '../support/gmail/googleError.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** The use cases with another share of time, or at another time. */
const _withRunMs = (runMs: number) => ({ ...world.app, settings: { ...world.app.settings, runMs } });
const _later = (ms: number) => ({
  ...world.app,
  clock: { ...world.app.clock, now: () => new Date(Date.now() + ms) },
});

describe('what happened in the gap to mail that is stored', () => {
  test('is made up for: labels, read state, trash and deletion, without fetching anything', async () => {
    const { account, mailboxId, locationId, aMail, poll } = await aScene(world);
    const mail = (subject: string) => account.deliver({ ...aMail, subject });
    const [read, starred, trashed, deleted] = ['read', 'starred', 'trashed', 'deleted'].map(mail);
    const untrashed = mail('untrashed');
    mail('untouched');
    // Enough for a listing a label to be the cheaper way.
    account.seed(6, () => ({ ...aMail, subject: 'another' }), { history: true });
    await poll();
    account.trash(untrashed.id);
    await poll();
    account.modify(read?.id ?? '', { remove: ['UNREAD'] });
    account.modify(starred?.id ?? '', { add: ['STARRED'] });
    account.trash(trashed?.id ?? '');
    account.delete(deleted?.id ?? '');
    account.untrash(untrashed.id);
    account.expireHistory();
    account.usage.reset();

    expect(await poll()).toMatchObject({ outcome: 'synced' });

    const messages = await world.store.messages(locationId);
    const bySubject = new Map(messages.map((message) => [message.envelope.subject, message]));
    const shown = messages.filter(
      ({ deletedAt, envelope }) => deletedAt === null && envelope.subject !== 'another',
    );
    expect(shown.map(({ envelope }) => envelope.subject).sort()).toEqual([
      'read',
      'starred',
      'untouched',
      'untrashed',
    ]);
    expect(bySubject.get('read')).toMatchObject({ read: true, labels: ['INBOX'] });
    expect(bySubject.get('starred')).toMatchObject({ read: false, labels: ['INBOX', 'STARRED', 'UNREAD'] });
    expect(bySubject.get('trashed')?.copies[mailboxId]).toMatchObject({ labels: ['TRASH', 'UNREAD'] });
    expect(bySubject.get('deleted')?.copies[mailboxId]?.deletedAt).toBeInstanceOf(Date);
    expect(bySubject.get('untouched')).toMatchObject({ labels: ['INBOX', 'UNREAD'] });
    expect(await world.store.conversations(locationId)).toMatchObject([{ messageCount: 10, unreadCount: 9 }]);
    // Only what no listing shows is asked for.
    expect(account.usage.count('messages.get')).toBe(1);
  });

  test('is not taken for deleted because Gmail does not find it for a moment', async () => {
    const { account, locationId, emailAddress, aMail, poll } = await aScene(world);
    account.deliver(aMail);
    await poll();
    account.expireHistory();
    world.gmail.faults.add({
      method: 'messages.get',
      account: emailAddress,
      times: 1,
      reply: googleErrors.notFound(),
    });

    expect(await poll()).toMatchObject({ outcome: 'synced' });

    expect(await world.store.messages(locationId)).toMatchObject([{ deletedAt: null }]);
  });

  test('is not taken for deleted because a search does not show it', async () => {
    const { account, locationId, emailAddress, aMail, poll } = await aScene(world);
    account.deliver(aMail);
    await poll();
    account.expireHistory();
    world.gmail.faults.add({
      method: 'messages.list',
      account: emailAddress,
      reply: { status: 200, body: { resultSizeEstimate: 0 } },
    });

    expect(await poll()).toMatchObject({ outcome: 'synced' });

    expect(await world.store.messages(locationId)).toMatchObject([
      { deletedAt: null, labels: ['INBOX', 'UNREAD'] },
    ]);
  });

  test('brings back what was in spam when it was seen, and leaves alone what was never wanted', async () => {
    const { account, mailboxId, locationId, contactAddress, emailAddress, aMail, poll } = await aScene(world);
    const twoDaysAgo = new Date(Date.now() - 48 * 60 * 60_000);
    const spam = account.spam({ ...aMail, date: twoDaysAgo, subject: 'no spam' });
    await poll();
    account.seed(1, () => ({ from: contactAddress, to: emailAddress, date: twoDaysAgo }));
    account.modify(spam.id, { add: ['INBOX'], remove: ['SPAM'] });
    account.expireHistory();

    await poll();

    expect(await world.store.messages(locationId)).toMatchObject([{ envelope: { subject: 'no spam' } }]);
    expect(Object.keys(await world.store.ledger(mailboxId))).toEqual([spam.id]);
  });

  test('is asked for one by one where that is cheaper than listing every label', async () => {
    const { account, locationId, aMail, poll } = await aScene(world);
    const mail = account.deliver(aMail);
    await poll();
    account.modify(mail.id, { remove: ['UNREAD'] });
    account.expireHistory();
    account.usage.reset();

    await poll();

    expect(await world.store.messages(locationId)).toMatchObject([{ read: true }]);
    expect(account.usage.count('messages.get')).toBe(1);
    // Of what is new, of what was hidden, and of the time from which the mail is.
    expect(account.usage.count('messages.list')).toBe(3);
  });
});
