import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ConversationId } from '../../shared/domain/ids.ts';
import { describeSync } from '../../shared/sync/agents/describeSync.ts';
import type { SyncDeps } from '../../shared/sync/deps.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { anAddress } from '../support/builders.ts';
import type { Mail } from '../support/gmail/mail.ts';
import { expectEmpty, messageIds } from '../support/inLocation.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { type ConnectedMailbox, World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const poll = ({ mailboxId }: ConnectedMailbox, deps: SyncDeps = world.app) =>
  syncMailbox(deps, mailboxId, { reason: 'poll' });

describe('a contact of a location that is not the agent’s', () => {
  const name = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

  const mentions: readonly (readonly [string, (foreign: string, scene: Scene) => Mail])[] = [
    ['From', (foreign, { emailAddress }) => ({ from: foreign, to: emailAddress })],
    ['To', (foreign, { emailAddress }) => ({ from: anAddress(), to: [emailAddress, foreign] })],
    ['Cc', (foreign, { emailAddress }) => ({ from: anAddress(), to: emailAddress, cc: foreign })],
    ['Bcc', (foreign, { emailAddress }) => ({ from: anAddress(), to: emailAddress, bcc: foreign })],
    [
      'Reply-To',
      (foreign, { emailAddress }) => ({
        from: anAddress(),
        to: emailAddress,
        headers: { 'Reply-To': foreign, Sender: foreign, 'Return-Path': `<${foreign}>` },
      }),
    ],
    [
      'an encoded name',
      (foreign, { emailAddress }) => ({
        from: anAddress(),
        to: emailAddress,
        headers: {
          From: `${name(`x <${foreign}>`)} <${anAddress()}>`,
          To: `${name(`${foreign},`)} <${emailAddress}>, ${name(foreign)}: ${anAddress()};`,
        },
      }),
    ],
  ];

  test.each(mentions)('is not matched where a mail names him in %s', async (_, mention) => {
    const [scene, foreign] = [await aScene(world), await world.tenants.location()];
    const { emails } = await world.tenants.contact(foreign);
    const mail = scene.account.deliver(mention(emails[0] ?? '', scene));

    await scene.push(mail.historyId);

    await expectEmpty(world.store, foreign);
    await expectEmpty(world.store, scene.locationId);
    const ledger = await world.store.ledger(scene.mailboxId);
    expect(ledger[mail.id]).toMatchObject({ state: 'skipped', reason: 'no-contact' });
  });

  test('gets nothing of a mail that a contact of the agent’s location also got', async () => {
    const [scene, foreign] = [await aScene(world), await world.tenants.location()];
    const { emails } = await world.tenants.contact(foreign);
    const mail = scene.account.deliver({ ...scene.aMail, cc: emails });

    await scene.push(mail.historyId);

    await expectEmpty(world.store, foreign);
    expect(await world.store.messages(scene.locationId)).toMatchObject([
      { contactIds: [scene.contact.contactId] },
    ]);
  });
});

describe('the same address as a contact of two locations', () => {
  async function twoLocations() {
    const [here, there] = [await world.tenants.location(), await world.tenants.location()];
    const address = anAddress('contact');
    const contactHere = await world.tenants.contact(here, { emails: [address] });
    const contactThere = await world.tenants.contact(there, { emails: [address] });
    return { here, there, address, contactHere, contactThere };
  }

  test('is two messages in two conversations for an agent of both', async () => {
    const { here, there, address, contactHere, contactThere } = await twoLocations();
    const mailbox = await world.liveMailbox(await world.tenants.agent([here, there]));
    const mail = mailbox.account.deliver({ from: address, to: mailbox.emailAddress });

    await poll(mailbox);

    for (const { locationId, contactId } of [contactHere, contactThere]) {
      const conversationId = ConversationId.of(locationId, contactId);
      expect(await world.store.messages(locationId)).toMatchObject([
        { contactIds: [contactId], conversationIds: [conversationId] },
      ]);
      expect(await world.store.conversations(locationId)).toMatchObject([{ conversationId, contactId }]);
    }
    const [[idHere], [idThere]] = [await messageIds(world.store, here), await messageIds(world.store, there)];
    expect(idHere).not.toBe(idThere);
    const ledger = await world.store.ledger(mailbox.mailboxId);
    expect(ledger[mail.id]).toMatchObject({ messageIds: { length: 2 } });
  });

  test('is one message, in the one location of an agent who is in no other', async () => {
    const { here, there, address } = await twoLocations();
    const mailbox = await world.liveMailbox(await world.tenants.agent([here]));
    mailbox.account.deliver({ from: address, to: mailbox.emailAddress });

    await poll(mailbox);

    expect(await messageIds(world.store, here)).toHaveLength(1);
    await expectEmpty(world.store, there);
  });

  test('keeps the copies of two agents apart: a deletion by one leaves the other’s message untouched', async () => {
    const { here, there, address } = await twoLocations();
    const mine = await world.liveMailbox(await world.tenants.agent([here]));
    const theirs = await world.liveMailbox(await world.tenants.agent([there]));
    const mail = {
      from: address,
      to: [mine.emailAddress, theirs.emailAddress],
      messageId: `${randomUUID()}@example.com`,
      date: new Date('2026-11-20T09:30:00Z'),
    };
    const [myCopy, theirCopy] = [mine.account.deliver(mail), theirs.account.deliver(mail)];
    await Promise.all([poll(mine), poll(theirs)]);

    expect(await world.store.messages(here)).toMatchObject([{ emailMessageId: myCopy.id }]);
    const before = await world.store.messages(there);
    expect(before).toMatchObject([{ emailMessageId: theirCopy.id, deletedAt: null }]);
    expect(before.map(({ copies }) => Object.keys(copies))).toEqual([[theirs.mailboxId]]);
    const conversations = await world.store.conversations(there);

    mine.account.delete(myCopy.id);
    await poll(mine);

    expect(await world.store.messages(here)).toMatchObject([{ deletedAt: expect.any(Date) }]);
    expect(await world.store.messages(there)).toEqual(before);
    expect(await world.store.conversations(there)).toEqual(conversations);
  });
});

describe('between two agents', () => {
  test('a notification of one mailbox does nothing for the other', async () => {
    const [mine, theirs] = [await aScene(world), await aScene(world)];
    mine.account.deliver(mine.aMail);
    const before = await world.store.mailbox(mine.mailboxId);

    await theirs.push(mine.account.historyId);

    expect(await world.store.mailbox(mine.mailboxId)).toEqual(before);
    expect(mine.account.usage.units).toBe(0);
    await expectEmpty(world.store, mine.locationId);
  });

  test('each is shown the own mailboxes and locations only', async () => {
    const [mine, theirs] = [await aScene(world), await aScene(world)];
    const second = await world.liveMailbox(mine.agent);

    const { mailboxes, locations } = await describeSync(world.app, mine.agent);

    expect(mailboxes.map(({ mailboxId }) => mailboxId).sort()).toEqual(
      [mine.mailboxId, second.mailboxId].sort(),
    );
    const settings = { excluded: [], skipAutomated: false, shareMailboxes: true, ghl: null };
    expect(locations).toEqual([{ locationId: mine.locationId, name: 'Estio', ...settings }]);
    const shown = JSON.stringify(await describeSync(world.app, theirs.agent));
    for (const foreign of [mine.mailboxId, mine.emailAddress, mine.locationId, mine.agent.uid])
      expect(shown).not.toContain(foreign);
  });
});
