import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Location } from '../../shared/domain/tenancy.ts';
import { backfillMailbox } from '../../shared/sync/backfillMailbox.ts';
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

type Settings = Partial<Pick<Location, 'excluded' | 'skipAutomated'>>;
async function aSceneThatLeavesOut(settings: (contactAddress: string) => Settings): Promise<Scene> {
  const scene = await aScene(world);
  await world.tenants.settle(scene.locationId, settings(scene.contactAddress));
  return scene;
}
const excludingTheContact = () => aSceneThatLeavesOut((address) => ({ excluded: [address] }));
const skippingAutomated = () => aSceneThatLeavesOut(() => ({ skipAutomated: true }));

const automatic = { headers: { 'Auto-Submitted': 'auto-generated' } };

async function expectSkipped({ mailboxId, locationId }: Scene, ids: readonly string[], reason: string) {
  await expectEmpty(world.store, locationId);
  const ledger = await world.store.ledger(mailboxId);
  expect(ids.map((each) => ledger[each])).toEqual(
    ids.map(() => expect.objectContaining({ state: 'skipped', reason })),
  );
  const { counters } = await world.store.mailbox(mailboxId);
  expect(counters).toEqual({ stored: 0, skipped: { [reason]: ids.length } });
}

describe('each kind of sync leaves out what the settings of the location leave out', () => {
  const kinds: readonly (readonly [string, () => Promise<Scene>, Partial<Mail>])[] = [
    ['excluded', excludingTheContact, {}],
    ['automated', skippingAutomated, automatic],
  ];

  test.each(kinds)('a notification: %s', async (reason, begin, mail) => {
    const scene = await begin();
    const { id: gmailId, historyId } = scene.account.deliver({ ...scene.aMail, ...mail });
    expect(await scene.push(historyId)).toMatchObject({ counts: { skipped: { [reason]: 1 } } });
    await expectSkipped(scene, [gmailId], reason);
  });

  test.each(kinds)('a poll, also when it comes once more: %s', async (reason, begin, mail) => {
    const scene = await begin();
    const ids = [1, 2, 3].map(() => scene.account.deliver({ ...scene.aMail, ...mail }).id);
    await scene.poll();
    await scene.poll();
    await expectSkipped(scene, ids, reason);
  });

  test.each(kinds)('a recovery: %s', async (reason, begin, mail) => {
    const scene = await begin();
    const { id: gmailId } = scene.account.deliver({ ...scene.aMail, ...mail });
    scene.account.expireHistory();
    expect(await scene.poll()).toMatchObject({ outcome: 'synced' });
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ lastRecoveryAt: expect.any(Date) });
    await expectSkipped(scene, [gmailId], reason);
  });

  test.each(kinds)('a first sync: %s', async (reason, begin, mail) => {
    const scene = await begin();
    const mailbox = await world.connect(scene.agent);
    const delivered = mailbox.account.deliver({
      from: scene.contactAddress,
      to: mailbox.emailAddress,
      ...mail,
    });
    expect(await backfillMailbox(world.app, mailbox.mailboxId)).toMatchObject({ outcome: 'synced' });
    await expectSkipped({ ...scene, ...mailbox }, [delivered.id], reason);
  });
});

describe('a list', () => {
  test('leaves out a mail with a contact who is not on it, if anybody in it is', async () => {
    const scene = await aSceneThatLeavesOut(() => ({ excluded: ['@Rival.example.org'] }));
    const mail = scene.account.deliver({ ...scene.aMail, cc: 'eve@sub.rival.example.org' });
    await scene.poll();
    await expectSkipped(scene, [mail.id], 'excluded');
  });

  test('with the agent’s own domain leaves out mail among colleagues, and lets in the contacts’', async () => {
    const alias = anAddress('alias');
    const scene = await aScene(world, { aliases: [alias] });
    const contact = await world.tenants.contact(scene.locationId, { emails: ['ann@client.example.org'] });
    const [from = ''] = contact.emails;
    // The domain of every address that a test makes up, the mailbox's own among them.
    await world.tenants.settle(scene.locationId, { excluded: ['example.com'] });
    const stored = [
      scene.account.deliver({ from, to: scene.emailAddress }),
      scene.account.deliver({ from, to: alias, cc: scene.emailAddress }),
      scene.account.sent({ from: alias, to: from }),
    ];
    const left = [
      scene.account.deliver({ from, to: [scene.emailAddress, anAddress('colleague')] }),
      scene.account.sent({ from: scene.emailAddress, to: from, bcc: anAddress('colleague') }),
    ];
    await scene.poll();

    expect(await messageIds(world.store, scene.locationId)).toHaveLength(3);
    const ledger = await world.store.ledger(scene.mailboxId);
    expect(stored.map((mail) => ledger[mail.id]?.state)).toEqual(['stored', 'stored', 'stored']);
    for (const mail of left) expect(ledger[mail.id]).toMatchObject({ state: 'skipped', reason: 'excluded' });
  });

  test('leaves what is stored as it is, and lets its changes come', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);
    await scene.poll();
    await world.tenants.settle(scene.locationId, { excluded: [scene.contactAddress] });

    scene.account.modify(mail.id, { remove: ['UNREAD'] });
    scene.account.deliver(scene.aMail);
    await scene.poll();

    expect(await world.store.messages(scene.locationId)).toMatchObject([{ read: true, deletedAt: null }]);
    const { counters } = await world.store.mailbox(scene.mailboxId);
    expect(counters).toEqual({ stored: 1, skipped: { excluded: 1 } });
  });

  test('that becomes shorter lets in what comes from then on', async () => {
    const scene = await excludingTheContact();
    scene.account.deliver(scene.aMail);
    await scene.poll();
    await world.tenants.settle(scene.locationId, {});
    scene.account.deliver(scene.aMail);
    await scene.poll();
    expect(await messageIds(world.store, scene.locationId)).toHaveLength(1);
  });
});

describe('of two locations of an agent', () => {
  async function aSharedContact() {
    const locations = [await world.tenants.location(), await world.tenants.location()] as const;
    const address = anAddress('contact');
    for (const location of locations) await world.tenants.contact(location, { emails: [address] });
    const mailbox = await world.liveMailbox(await world.tenants.agent(locations));
    return { locations, mailbox, mail: { from: address, to: mailbox.emailAddress } };
  }
  const poll = ({ mailboxId }: ConnectedMailbox) => syncMailbox(world.app, mailboxId, { reason: 'poll' });

  test('one that leaves the mail out gets nothing, and the other gets it', async () => {
    const { locations, mailbox, mail } = await aSharedContact();
    const [strict, open] = locations;
    await world.tenants.settle(strict, { excluded: [mail.from] });
    const { id: gmailId } = mailbox.account.deliver(mail);
    await poll(mailbox);
    await expectEmpty(world.store, strict);
    const stored = await messageIds(world.store, open);
    expect(stored).toHaveLength(1);
    expect((await world.store.ledger(mailbox.mailboxId))[gmailId]).toMatchObject({
      state: 'stored',
      messageIds: stored,
    });
  });

  test('that leave it out for two reasons, it is excluded', async () => {
    const { locations, mailbox, mail } = await aSharedContact();
    await world.tenants.settle(locations[0], { skipAutomated: true });
    await world.tenants.settle(locations[1], { excluded: [mail.from] });
    const { id: gmailId } = mailbox.account.deliver({ ...mail, ...automatic });
    await poll(mailbox);
    for (const location of locations) await expectEmpty(world.store, location);
    expect((await world.store.ledger(mailbox.mailboxId))[gmailId]).toMatchObject({ reason: 'excluded' });
  });
});
