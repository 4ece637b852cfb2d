import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readGhlWebhook } from '../../shared/domain/contacts/ghlWebhook.ts';
import { IMPORT_LEASE_MS } from '../../shared/domain/contacts/importProgress.ts';
import { ContactId, type LocationId } from '../../shared/domain/ids.ts';
import { applyContactEvent } from '../../shared/sync/contacts/applyContactEvent.ts';
import { beginLocationImport } from '../../shared/sync/contacts/beginLocationImport.ts';
import { type ImportDeps, importContacts } from '../../shared/sync/contacts/importContacts.ts';
import { anAddress } from '../support/builders.ts';
import type { GhlLocation } from '../support/ghl/ghlLocation.ts';
import { GhlLinking } from '../support/ghlLinking.ts';
import { aHistoryScene } from '../support/historyScene.ts';
import { World } from '../support/world.ts';

let world: World;
let linking: GhlLinking;
beforeAll(async () => {
  world = await World.start();
  linking = await GhlLinking.start(world.app.links);
});
afterAll(() => Promise.all([world.close(), linking.close()]));

async function aLinkedLocation(locationId?: LocationId) {
  const ours = locationId ?? (await world.tenants.location());
  const ghl = linking.ghl.addLocation();
  await linking.linkByToken(ours, ghl);
  return { locationId: ours, ghl };
}

function fill(ghl: GhlLocation, count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    linking.clock.pass(1_000);
    return ghl.addContact({ name: 'Ann', email: anAddress() }).id;
  });
}

const deps = (): ImportDeps => ({ ...world.app, ghl: linking.access() });

async function begin(locationId: LocationId, history: 'none' | 'new' = 'none') {
  const begun = await beginLocationImport(deps(), { locationId, history });
  if (!begun) throw new Error('There is no such location');
  return { locationId, attempt: begun.attempt };
}

const idsIn = async (locationId: LocationId) => {
  const contacts = await world.app.tenancy.contactsIn(locationId, { limit: 1_000 });
  return contacts.map(({ ghlContactId }) => ghlContactId).sort();
};

describe('an import into Firestore', () => {
  test('brings every contact, and done again writes none of them', async () => {
    const { locationId, ghl } = await aLinkedLocation();
    const ids = fill(ghl, 130);
    expect(await importContacts(deps(), await begin(locationId))).toMatchObject({
      outcome: 'imported',
      progress: { done: 130, counts: { created: 130 } },
    });
    expect(await idsIn(locationId)).toEqual(ids.toSorted());
    const again = await begin(locationId);
    world.firestore.reset();
    expect(await importContacts(deps(), again)).toMatchObject({ progress: { counts: { unchanged: 130 } } });
    const { documents } = world.firestore.counts();
    const written = documents
      .filter(({ operation }) => operation !== 'read')
      .map(({ path }) => path?.split('/')[0]);
    expect(written).toEqual(['imports', 'imports', 'imports']);
  });

  test('that dies among its contacts is taken over, and counts each of them once', async () => {
    const { locationId, ghl } = await aLinkedLocation();
    const ids = fill(ghl, 30);
    let left = 17;
    const { tenancy } = world.app;
    const dying: ImportDeps = {
      ...deps(),
      imports: {
        ...world.app.imports,
        changeImport: (id, change) =>
          left > 0 ? world.app.imports.changeImport(id, change) : Promise.reject(new Error('It died')),
      },
      tenancy: {
        ...tenancy,
        applyNews: async (news) => {
          left -= 1;
          if (left < 0) throw new Error('It dies');
          return tenancy.applyNews(news);
        },
      },
    };
    const begun = await begin(locationId);
    await expect(importContacts(dying, begun)).rejects.toThrow('It died');
    expect(await importContacts(deps(), begun)).toEqual({ outcome: 'busy', handedOver: false });
    const later = { now: () => new Date(Date.now() + IMPORT_LEASE_MS + 1), sleep: async () => {} };
    expect(await importContacts({ ...deps(), clock: later }, begun)).toMatchObject({
      outcome: 'imported',
      progress: { done: 30, counts: { created: 30, unchanged: 0 } },
    });
    expect(await idsIn(locationId)).toEqual(ids.toSorted());
  });
});

describe('the older mail of a contact that comes from GHL', () => {
  test('is there once an event has told of the contact', async () => {
    const scene = await aHistoryScene(world);
    const { ghl } = await aLinkedLocation(scene.locationId);
    const email = anAddress();
    const [mail] = scene.past(1, () => ({ from: email }));
    const event = linking.ghl.webhooks.contactEvent('ContactCreate', ghl.addContact({ email }));
    const read = readGhlWebhook(JSON.stringify({ ...event, timestamp: new Date() }));
    if (read.outcome !== 'contact') throw new Error(`It is ${read.outcome}`);
    expect(await applyContactEvent(scene.app, read.event)).toEqual(['created']);
    await scene.runJobs();
    expect(await scene.storedIds()).toEqual([mail?.id]);
    expect(await applyContactEvent(scene.app, read.event)).toEqual(['seen']);
    expect(scene.queued).toEqual([]);
  });

  test('is searched for when the event comes again, if the process died before it was queued', async () => {
    const scene = await aHistoryScene(world);
    const { ghl } = await aLinkedLocation(scene.locationId);
    const event = linking.ghl.webhooks.contactEvent('ContactCreate', ghl.addContact({ email: anAddress() }));
    const read = readGhlWebhook(JSON.stringify({ ...event, timestamp: new Date() }));
    if (read.outcome !== 'contact') throw new Error(`It is ${read.outcome}`);
    const dying = { ...scene.app, jobs: { publish: () => Promise.reject(new Error('It dies')) } };
    await expect(applyContactEvent(dying, read.event)).rejects.toThrow('It dies');
    expect(await applyContactEvent(scene.app, read.event)).toEqual(['seen']);
    expect(scene.queued).toMatchObject([{ type: 'history', mailboxId: scene.mailboxId }]);
  });

  test('is brought by an import that is to search for it', async () => {
    const scene = await aHistoryScene(world);
    const { ghl, locationId } = await aLinkedLocation(scene.locationId);
    const [id] = fill(ghl, 1);
    const [mail] = scene.past(1, () => ({ from: ghl.contact(id ?? '').email ?? '' }));
    await importContacts({ ...scene.app, ghl: linking.access() }, await begin(locationId, 'new'));
    await scene.runJobs();
    expect(await scene.storedIds()).toEqual([mail?.id]);
  });
});

test('agents, events and an import that give one address to contacts at the same time leave it with one of them', async () => {
  const { locationId, ghl } = await aLinkedLocation();
  const email = anAddress();
  for (let index = 0; index < 3; index += 1) ghl.addContact({ email });
  const begun = await begin(locationId);
  const { tenancy, random } = world.app;

  const agents = Array.from({ length: 3 }, () =>
    tenancy.saveContact({
      contactId: ContactId(random.id()),
      locationId,
      name: 'Mine',
      emails: [email],
      isNew: true,
    }),
  );
  const events = [...ghl.contacts.values()].map(async (contact) => {
    const event = linking.ghl.webhooks.contactEvent('ContactUpdate', contact);
    const read = readGhlWebhook(JSON.stringify({ ...event, timestamp: new Date() }));
    if (read.outcome === 'contact') await applyContactEvent(world.app, read.event);
  });
  await Promise.all([importContacts(deps(), begun), ...agents, ...events]);
  const contacts = await tenancy.contactsIn(locationId, { limit: 100 });
  expect(contacts.filter(({ emails }) => emails.includes(email))).toHaveLength(1);
});
