import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LocationId } from '../../shared/domain/ids.ts';
import { SyncError } from '../../shared/domain/syncError.ts';
import type { Location } from '../../shared/domain/tenancy.ts';
import { id, told, why } from '../support/explaining.ts';
import { expectEmpty, messageIds } from '../support/inLocation.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

type Settings = Partial<Pick<Location, 'excluded' | 'skipAutomated'>>;
async function aSceneThatLeavesOut(settings: Settings): Promise<Scene> {
  const scene = await aScene(world);
  await world.tenants.settle(scene.locationId, settings);
  return scene;
}
const skippingAutomated = () => aSceneThatLeavesOut({ skipAutomated: true });

const automatic = { headers: { 'Auto-Submitted': 'auto-generated' } };

describe('the settings of a location', () => {
  test('say nothing about the mail of another', async () => {
    const scene = await aScene(world);
    const strict = await aSceneThatLeavesOut({ excluded: ['*'], skipAutomated: true });
    await world.tenants.contact(strict.locationId, { emails: [scene.contactAddress] });
    scene.account.deliver({ ...scene.aMail, ...automatic });
    await scene.poll();
    expect(await messageIds(world.store, scene.locationId)).toHaveLength(1);
    await expectEmpty(world.store, strict.locationId);
  });

  test('let the invitation of a contact in, which Google Calendar calls automatic', async () => {
    const scene = await skippingAutomated();
    scene.account.deliver({ ...scene.aMail, ...automatic });
    scene.account.deliver({
      raw: [
        `From: ${scene.contactAddress}`,
        `To: ${scene.emailAddress}`,
        'Sender: Google Calendar <calendar-notification@google.com>',
        'Auto-Submitted: auto-generated',
        'Subject: Invitation: The flat @ Fri 27 Nov 2026',
        'MIME-Version: 1.0',
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'The flat',
        '--b',
        'Content-Type: text/calendar; charset="UTF-8"; method=REQUEST',
        '',
        'BEGIN:VCALENDAR',
        'END:VCALENDAR',
        '--b--',
      ].join('\r\n'),
    });
    await scene.poll();
    expect(await world.store.messages(scene.locationId)).toMatchObject([
      { envelope: { subject: 'Invitation: The flat @ Fri 27 Nov 2026' } },
    ]);
  });

  test('keep whom an erasure leaves out, whatever agents and other erasures change at the same time', async () => {
    const locationId = await world.tenants.location();
    const { directory } = world.app;
    await world.tenants.settle(locationId, { excluded: ['first.example'] });
    const erased = Array.from({ length: 5 }, (_, index) => `erased-${index}@example.com`);
    await Promise.all([
      ...erased.map((address) => directory.addExclusions(locationId, [address])),
      directory.setLocation(locationId, { skipAutomated: true }),
    ]);
    const [location] = await world.app.store.readLocations([locationId]);
    expect(location?.skipAutomated).toBe(true);
    expect([...(location?.excluded ?? [])].sort()).toEqual([...erased, 'first.example']);
    expect(await directory.addExclusions(LocationId(randomUUID()), erased)).toBe(false);
  });

  test('are none where the location has no document', async () => {
    const locationId = LocationId(`location-${randomUUID()}`);
    const { emails } = await world.tenants.contact(locationId);
    const scene = await aScene(world);
    await world.tenants.agent([locationId], scene.agent);
    scene.account.deliver({ ...scene.aMail, from: emails[0] ?? '', ...automatic });
    await scene.poll();
    expect(await messageIds(world.store, locationId)).toHaveLength(1);
  });

  test('that cannot be read for the moment: nothing is stored on doubt, and nothing is lost', async () => {
    const scene = await aScene(world);
    await world.tenants.settle(scene.locationId, { excluded: ['eve@example.org'] });
    const mail = scene.account.deliver(scene.aMail);
    const before = await world.store.mailbox(scene.mailboxId);
    const readLocations = async () => {
      throw new SyncError('unavailable', 'firestore.readLocations');
    };
    const blind = { ...world.app, store: { ...world.app.store, readLocations } };
    await expect(scene.push(mail.historyId, blind)).rejects.toMatchObject({ code: 'unavailable' });
    await expectEmpty(world.store, scene.locationId);
    expect(await world.store.ledger(scene.mailboxId)).toEqual({});
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
      historyId: 'historyId' in before && before.historyId,
    });

    await scene.push(mail.historyId);
    expect(await messageIds(world.store, scene.locationId)).toHaveLength(1);
  });

  const NOTHING = { excluded: [], skipAutomated: false, shareMailboxes: true };
  test.each([
    ['without any', {}, NOTHING],
    ['that are no settings', { excluded: 7, skipAutomated: {}, shareMailboxes: [] }, NOTHING],
    ['that are null', { excluded: null, skipAutomated: null, shareMailboxes: null }, NOTHING],
    ['with one entry alone', { excluded: ' *.Example.com' }, { excluded: ['example.com'] }],
    [
      'with a text of lines',
      { excluded: 'a.com\nB@b.com, @c.com' },
      { excluded: ['a.com', 'b@b.com', 'c.com'] },
    ],
    [
      'with what is no text in between',
      { excluded: [null, 7, 'a.com', { also: ['b.com'] }] },
      { excluded: ['a.com', 'b.com'] },
    ],
    ['with a map of domains', { excluded: { 'a.com': true, 'b.com': false } }, { excluded: ['a.com'] }],
    [
      'with entries of fields',
      { excluded: [{ domain: 'Müller.de', since: new Date() }] },
      { excluded: ['xn--mller-kva.de'] },
    ],
    [
      'with flags in words',
      { skipAutomated: 'true', shareMailboxes: 'No' },
      { skipAutomated: true, shareMailboxes: false },
    ],
    [
      'with flags in bits',
      { skipAutomated: 1, shareMailboxes: 0 },
      { skipAutomated: true, shareMailboxes: false },
    ],
  ])('are read as they were meant: %s', async (_, document, settings) => {
    const locationId = LocationId(`location-${randomUUID()}`);
    await world.tenants.writeLocation(locationId, document);
    expect(await world.app.store.readLocations([locationId])).toMatchObject([{ locationId, ...settings }]);
  });
});

test('an agent is told that the settings leave a mail out, and nobody’s address', async () => {
  const rival = 'eve@rival.example.org';
  const scene = await aSceneThatLeavesOut({ excluded: ['rival.example.org'], skipAutomated: true });
  const excluded = scene.account.deliver({ ...scene.aMail, cc: rival });
  const automated = scene.account.deliver({ ...scene.aMail, ...automatic });
  await scene.poll();

  const answer = await why(world, scene, id(excluded.id));
  expect(answer).toMatchObject({
    outcome: 'skipped',
    reason: 'excluded',
    advice: told('location’s settings'),
  });
  expect(JSON.stringify(answer)).not.toContain('rival');
  expect(await why(world, scene, id(automated.id))).toMatchObject({
    outcome: 'skipped',
    reason: 'automated',
    advice: told('automated mail'),
  });
});
