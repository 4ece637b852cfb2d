import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { ContactId, EmailAddress } from '../../shared/domain/ids.ts';
import { saveContact } from '../../shared/sync/contacts/saveContact.ts';
import { anAddress } from '../support/builders.ts';
import { aHistoryScene, type HistoryScene } from '../support/historyScene.ts';
import { World } from '../support/world.ts';

let world: World;
let scene: HistoryScene;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());
beforeEach(async () => {
  scene = await aHistoryScene(world);
});

type Saved = Parameters<typeof saveContact>[1];

const save = (wanted: Partial<Saved>) =>
  saveContact(scene.app, {
    agent: scene.agent,
    locationId: scene.locationId,
    name: 'Ann Archer',
    emails: [],
    ...wanted,
  });

async function saved(wanted: Partial<Saved>): Promise<ContactId> {
  const answer = await save(wanted);
  if (answer.outcome !== 'saved') throw new Error(`It was ${answer.outcome}`);
  return answer.contactId;
}

describe('a contact', () => {
  test('is created with what the sync needs, and its mail is there from then on', async () => {
    const emails = [anAddress('work'), anAddress('home')];
    const contactId = await saved({ name: 'Ben', emails });
    expect(await world.app.tenancy.readContact(contactId)).toEqual({
      contactId,
      locationId: scene.locationId,
      name: 'Ben',
      emails,
      ghlContactId: null,
    });
    const mail = scene.account.deliver({ from: emails[1] ?? '', to: scene.emailAddress });
    await scene.push(mail.historyId);
    expect(await scene.storedIds()).toEqual([mail.id]);
  });

  test('gets its older mail by itself, for a new address only', async () => {
    const [first, second] = [anAddress('first'), anAddress('second')];
    const mails = scene.past(2, (index) => ({ from: [first, second][index] ?? '' }));
    const contactId = await saved({ emails: [first] });
    await scene.runJobs();
    expect(await scene.storedIds()).toEqual([mails[0]?.id]);

    expect(await save({ contactId, name: 'Another name', emails: [first] })).toEqual({
      outcome: 'saved',
      contactId,
    });
    expect(scene.queued).toEqual([]);

    expect(await save({ contactId, emails: [first, second] })).toMatchObject({ jobId: expect.any(String) });
    await scene.runJobs();
    expect(await scene.storedIds()).toHaveLength(2);
  });

  test('keeps its mail when an address is taken away, or the contact itself', async () => {
    const email = anAddress();
    const contactId = await saved({ emails: [email] });
    await scene.push(scene.account.deliver({ from: email, to: scene.emailAddress }).historyId);
    await save({ contactId, emails: [] });
    const ofNobody = scene.account.deliver({ from: email, to: scene.emailAddress });
    await scene.push(ofNobody.historyId);
    await withDatabase((db) => paths.contact(db, contactId).delete());
    await scene.push(scene.account.deliver({ from: email, to: scene.emailAddress }).historyId);
    expect(await scene.storedIds()).toHaveLength(1);
    expect(await world.store.ledger(scene.mailboxId)).toMatchObject({
      [ofNobody.id]: { state: 'skipped', reason: 'no-contact' },
    });
  });

  test('keeps what else the CRM has written there', async () => {
    const { contactId } = scene.contact;
    await withDatabase((db) =>
      paths.contact(db, contactId).update({ phone: '+44 20', ghlContactId: 'ghl-1' }),
    );
    await save({ contactId, name: 'Ann B. Archer', emails: scene.contact.emails });
    const document = await withDatabase((db) => paths.contact(db, contactId).get());
    expect(document.data()).toMatchObject({ name: 'Ann B. Archer', phone: '+44 20', ghlContactId: 'ghl-1' });
  });
});

describe('an address', () => {
  test('belongs to one contact of a location: who has it is told', async () => {
    const taken = { outcome: 'taken', email: scene.contactAddress, by: scene.contact.contactId };
    expect(await save({ emails: [anAddress(), EmailAddress(scene.contactAddress)] })).toEqual(taken);
    const contactId = await saved({ emails: [anAddress()] });
    expect(await save({ contactId, emails: [EmailAddress(scene.contactAddress)] })).toEqual(taken);
    expect(await world.app.tenancy.readContact(contactId)).not.toMatchObject({
      emails: [scene.contactAddress],
    });
  });

  test('may be that of a contact in every location', async () => {
    const other = await world.tenants.location();
    const agent = await world.tenants.agent([scene.locationId, other]);
    expect(await save({ agent, locationId: other, emails: scene.contact.emails })).toMatchObject({
      outcome: 'saved',
    });
  });

  test('goes to one of ten who want it at the same moment', async () => {
    const emails = [anAddress('wanted')];
    const outcomes = (await Promise.all(Array.from({ length: 10 }, () => save({ emails })))).map(
      ({ outcome }) => outcome,
    );
    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(9);
  });
});

describe('what is not theirs', () => {
  test('a location, a contact of another location, and one that is not there: nothing is written', async () => {
    const foreign = await world.tenants.location();
    const contact = await world.tenants.contact(foreign);
    expect(await save({ locationId: foreign, emails: contact.emails })).toEqual({
      outcome: 'unknownLocation',
    });
    expect(await save({ contactId: contact.contactId })).toEqual({ outcome: 'unknown' });
    expect(await save({ contactId: ContactId(scene.app.random.id()) })).toEqual({ outcome: 'unknown' });
    expect(await world.app.tenancy.readContact(contact.contactId)).toEqual(contact);
  });
});

async function withDatabase<T>(use: (db: Firestore) => Promise<T>): Promise<T> {
  const db = new Firestore({ projectId: world.app.config.GOOGLE_CLOUD_PROJECT });
  try {
    return await use(db);
  } finally {
    await db.terminate();
  }
}
