import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Agent } from '../../shared/domain/tenancy.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
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

describe('a mail that is stored', () => {
  test('is told with its messages, without a call to Gmail', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);
    await scene.poll();
    const [message] = await world.store.messages(scene.locationId);

    expect(await why(world, scene, id(mail.id))).toEqual({
      outcome: 'stored',
      gmailId: mail.id,
      messageIds: [message?.messageId],
      at: expect.any(String),
      advice: told('conversation'),
    });
    expect(scene.account.usage.calls).toEqual([]);
  });

  test('is told for the locations that the agent works in now, and for no others', async () => {
    const [home, other] = [await world.tenants.location(), await world.tenants.location()];
    const agent = await world.tenants.agent([home, other]);
    const emails = [anAddress('contact')];
    await world.tenants.contact(home, { emails });
    await world.tenants.contact(other, { emails });
    const mailbox = await world.liveMailbox(agent);
    const scene = { ...(await aScene(world)), ...mailbox, agent };
    const mail = mailbox.account.deliver({ from: emails[0] ?? '', to: mailbox.emailAddress });
    await syncMailbox(world.app, mailbox.mailboxId, { reason: 'poll' });
    const [atHome] = await world.store.messages(home);

    const moved: Agent = { ...agent, locationIds: [home] };
    expect(await why(world, scene, id(mail.id))).toMatchObject({
      messageIds: [expect.any(String), expect.any(String)],
    });
    expect(await why(world, scene, id(mail.id), moved)).toMatchObject({ messageIds: [atHome?.messageId] });
    expect(await why(world, scene, id(mail.id), { ...agent, locationIds: [] })).toMatchObject({
      outcome: 'stored',
      messageIds: [],
      advice: told('do not work in now'),
    });
  });

  test('and is in the trash since is said to be hidden', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);
    await scene.poll();
    scene.account.trash(mail.id);
    await scene.poll();
    expect(await why(world, scene, id(mail.id))).toMatchObject({
      outcome: 'stored',
      advice: told('not shown'),
    });
  });
});

describe('a mail that was skipped', () => {
  test('without a contact names who is in it; as a contact is added, asks for the history', async () => {
    const scene = await aScene(world);
    const stranger = anAddress('stranger');
    const mail = scene.account.deliver(fromStranger(scene, stranger));
    await scene.poll();

    const answer = { outcome: 'skipped', reason: 'no-contact', gmailId: mail.id, people: [stranger] };
    expect(await why(world, scene, id(mail.id))).toMatchObject({ ...answer, advice: told(stranger) });
    expect(scene.account.usage.units).toBe(20);

    await world.tenants.contact(await world.tenants.location(), { emails: [stranger] });
    expect(await why(world, scene, id(mail.id))).toMatchObject({ ...answer, advice: told('Nobody in it') });
    await world.tenants.contact(scene.locationId, { emails: [stranger] });
    expect(await why(world, scene, id(mail.id))).toMatchObject({
      ...answer,
      advice: told('became a contact'),
    });
  });

  test('as spam is told so until it is out of there, and then is on its way', async () => {
    const scene = await aScene(world);
    const mail = scene.account.spam(scene.aMail);
    await scene.poll();
    expect(await why(world, scene, id(mail.id))).toMatchObject({
      outcome: 'skipped',
      reason: 'spam',
      at: expect.any(String),
      advice: told('not spam'),
    });
    scene.account.modify(mail.id, { add: ['INBOX'], remove: ['SPAM'] });
    expect(await why(world, scene, id(mail.id))).toMatchObject({ outcome: 'pending', reason: 'relabelled' });
    await scene.poll();
    expect(await why(world, scene, id(mail.id))).toMatchObject({ outcome: 'stored' });
  });

  test('as a draft is told to be sent', async () => {
    const scene = await aScene(world);
    const { id: draft } = scene.account.saveDraft(scene.aMail);
    await scene.poll();
    expect(await why(world, scene, id(draft))).toMatchObject({ reason: 'draft', advice: told('sent') });
  });

  test('as gone was deleted before it could be read', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);
    const { emailAddress: account } = scene;
    world.gmail.faults.add({ method: 'messages.get', account, times: 4, reply: googleErrors.notFound() });
    await scene.poll();
    expect(await why(world, scene, id(mail.id))).toMatchObject({
      reason: 'gone',
      advice: told('has it now'),
    });
    scene.account.delete(mail.id);
    expect(await why(world, scene, id(mail.id))).toMatchObject({
      reason: 'gone',
      advice: told('before it could be'),
    });
  });

  test('as failed, after its strikes, tells the code', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);
    const { emailAddress: account } = scene;
    const reply = { status: 200, body: { id: mail.id } };
    world.gmail.faults.add({ method: 'messages.get', account, times: 3, reply });
    await expect(scene.poll()).rejects.toMatchObject({ code: 'malformedAnswer' });
    expect(await why(world, scene, id(mail.id))).toMatchObject({
      outcome: 'struck',
      reason: 'malformedAnswer',
      strikes: 1,
      advice: told('tried once'),
    });
    world.gmail.faults.clear();
    world.gmail.faults.add({ method: 'messages.get', account, times: 2, reply });
    await expect(scene.poll()).rejects.toMatchObject({ code: 'malformedAnswer' });
    await scene.poll();
    expect(await why(world, scene, id(mail.id))).toMatchObject({
      outcome: 'skipped',
      reason: 'failed',
      advice: told('malformedAnswer'),
    });
  });
});

describe('a mail that no sync has stored', () => {
  test('was there before the first sync: its contact’s history has it', async () => {
    const scene = await aScene(world);
    const [old] = scene.account.seed(1, () => ({ ...scene.aMail, date: new Date('2020-01-01') }));
    expect(await why(world, scene, id(old?.id ?? ''))).toMatchObject({
      outcome: 'neverSeen',
      reason: 'older',
      advice: told('history'),
    });
    expect(await why(world, scene, id(scene.account.trash(old?.id ?? '').id))).toMatchObject({
      reason: 'trash',
    });
  });

  test('is newer than the last sync, and stored by the next', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);
    expect(await why(world, scene, id(mail.id))).toMatchObject({ outcome: 'pending', reason: 'newMail' });
    await scene.poll();
    expect(await why(world, scene, id(mail.id))).toMatchObject({ outcome: 'stored' });
  });

  test('was missed: operations are to be told', async () => {
    const scene = await aScene(world);
    const [mail] = scene.account.seed(1, () => scene.aMail);
    expect(await why(world, scene, id(mail?.id ?? ''))).toMatchObject({
      outcome: 'neverSeen',
      reason: 'missed',
    });
  });

  test('waits for the first sync', async () => {
    const scene = await aScene(world);
    const mailbox = await world.connect(scene.agent);
    const mail = mailbox.account.deliver({ ...scene.aMail, to: mailbox.emailAddress });
    expect(await why(world, { ...scene, ...mailbox }, id(mail.id))).toMatchObject({ reason: 'firstSync' });
  });

  test('is not in this Gmail', async () => {
    const scene = await aScene(world);
    expect(await why(world, scene, id('18c2f0a1b2c3d4e5'))).toMatchObject({ outcome: 'notInGmail' });
  });
});
