import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MailboxId } from '../../shared/domain/ids.ts';
import { disconnectMailbox } from '../../shared/sync/disconnectMailbox.ts';
import { anAddress } from '../support/builders.ts';
import { fromStranger, id, told, why } from '../support/explaining.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

describe('a mail that is searched for', () => {
  test('by its Message-ID, in spam as well', async () => {
    const scene = await aScene(world);
    const messageId = anAddress('id');
    const mail = scene.account.spam({ ...scene.aMail, messageId: `<${messageId}>` });
    scene.account.deliver(scene.aMail);
    await scene.poll();
    expect(await why(world, scene, { rfc822MessageId: messageId })).toMatchObject({
      outcome: 'skipped',
      reason: 'spam',
      gmailId: mail.id,
    });
    expect(scene.account.usage.units).toBe(25);
    expect(await why(world, scene, { rfc822MessageId: anAddress('none') })).toEqual({
      outcome: 'notInGmail',
      advice: told('does not have this mail'),
    });
    expect(scene.account.usage.units).toBe(5);
  });

  test('by a query: the newest is explained, four others are named', async () => {
    const scene = await aScene(world);
    const mails = scene.account.seed(7, () => ({ ...scene.aMail, subject: 'Boiler' }), { history: true });
    await scene.poll();
    const newestFirst = mails.map((mail) => mail.id).reverse();
    expect(await why(world, scene, { query: `subject:Boiler from:${scene.contactAddress}` })).toMatchObject({
      outcome: 'stored',
      gmailId: newestFirst[0],
      otherGmailIds: newestFirst.slice(1, 5),
    });
  });
});

describe('where Gmail cannot be asked', () => {
  test('the ledger of a disconnected mailbox still answers', async () => {
    const scene = await aScene(world);
    const stored = scene.account.deliver(scene.aMail);
    const skipped = scene.account.deliver(fromStranger(scene));
    await scene.poll();
    const { mailboxId, agent } = scene;
    await disconnectMailbox(world.app, { mailboxId, uid: agent.uid, deleteData: false });

    expect(await why(world, scene, id(stored.id))).toMatchObject({ outcome: 'stored' });
    expect(await why(world, scene, id(skipped.id))).toMatchObject({
      reason: 'no-contact',
      advice: told('Connect it again'),
    });
    const unreachable = { outcome: 'unreachable', reason: 'disconnected', advice: told('Connect it again') };
    expect(await why(world, scene, id('18c2f0a1b2c3d4e5'))).toMatchObject(unreachable);
    expect(await why(world, scene, { query: 'boiler' })).toMatchObject(unreachable);
    expect(scene.account.usage.calls).toEqual([]);
  });

  test('a dead grant is told, once it is known and before', async () => {
    const scene = await aScene(world);
    world.gmail.oauth.grants.revoke(scene.emailAddress);
    const mail = id('18c2f0a1b2c3d4e5');
    expect(await why(world, scene, mail)).toMatchObject({
      outcome: 'unreachable',
      reason: 'grantRevoked',
      advice: told('Connect the mailbox again'),
    });
    await scene.poll();
    expect(await why(world, scene, mail)).toMatchObject({ outcome: 'unreachable', reason: 'reauthRequired' });
  });

  test('a mailbox that rests is left alone', async () => {
    const scene = await aScene(world);
    const until = new Date(Date.now() + 60_000);
    await world.app.store.update(scene.mailboxId, (mailbox) => ({ ...mailbox, pausedUntil: until }));
    expect(await why(world, scene, { query: 'boiler' })).toMatchObject({
      outcome: 'unreachable',
      reason: 'paused',
      advice: told(until.toISOString()),
    });
    expect(scene.account.usage.calls).toEqual([]);
  });

  test('what is forbidden is told; what a repeat may heal is thrown', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);
    const { emailAddress: account } = scene;
    world.gmail.faults.add({ method: 'messages.get', account, reply: googleErrors.domainPolicy() });
    expect(await why(world, scene, id(mail.id))).toMatchObject({
      outcome: 'unreachable',
      reason: 'forbidden',
    });
    world.gmail.faults.add({ method: 'messages.get', account, reply: googleErrors.userRateLimitExceeded() });
    await expect(why(world, scene, id(mail.id))).rejects.toMatchObject({
      code: 'rateLimited',
      retryable: true,
    });
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ pausedUntil: null, lastError: null });
  });
});

test('a mailbox of somebody else is as unknown as none, and its Gmail is not asked', async () => {
  const scene = await aScene(world);
  const mail = scene.account.deliver(scene.aMail);
  await scene.poll();
  const colleague = await world.tenants.agent([scene.locationId]);
  expect(await why(world, scene, id(mail.id), colleague)).toBe('unknown');
  expect(await why(world, scene, { query: 'boiler' }, colleague)).toBe('unknown');
  expect(await why(world, { ...scene, mailboxId: MailboxId.of(anAddress()) }, id(mail.id))).toBe('unknown');
  expect(scene.account.usage.calls).toEqual([]);
});

test('the log has the Gmail id and the outcome, and nothing of what was asked', async () => {
  const scene = await aScene(world);
  const mail = scene.account.deliver(fromStranger(scene));
  await scene.poll();
  await why(world, scene, { query: 'in:inbox' });
  const { mailboxId, agent } = scene;
  const lines = world.logged.filter(({ event }) => event === 'messageExplained');
  expect(lines.at(-1)?.fields).toEqual({
    mailboxId,
    agentId: agent.uid,
    gmailId: mail.id,
    outcome: 'skipped',
    reason: 'no-contact',
  });
});
