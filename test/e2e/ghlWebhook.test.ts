import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { GHL_DEFAULTS } from '../../shared/domain/ghlLink.ts';
import { ContactId, type LocationId } from '../../shared/domain/ids.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { FirestoreProxy } from '../support/firestore-proxy/firestoreProxy.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';
import { Tenants } from '../support/tenants.ts';

let ghl: GhlSimulator;
let firestore: FirestoreProxy;
let stack: Stack;
let db: Firestore;
let tenants: Tenants;
const logged: string[] = [];

beforeAll(async () => {
  ghl = await GhlSimulator.start();
  firestore = await FirestoreProxy.start({ target: process.env['FIRESTORE_EMULATOR_HOST'] });
  const env = {
    GHL_WEBHOOK_PUBLIC_KEY: ghl.webhooks.publicKey.replaceAll('\n', '\\n'),
    FIRESTORE_EMULATOR_HOST: firestore.host,
  };
  stack = await startStack({ env, onLine: (line) => logged.push(line) });
  db = new Firestore({ projectId: stack.projectId });
  tenants = new Tenants(db);
});
afterAll(async () => {
  await Promise.all([stack.stop(), db.terminate(), ghl.close()]);
  await firestore.close();
});

let locationId: LocationId;
let ghlLocation: ReturnType<GhlSimulator['addLocation']>;
beforeEach(async () => {
  locationId = await tenants.location();
  ghlLocation = ghl.addLocation();
  const link = { ...GHL_DEFAULTS, ghlLocationId: ghlLocation.id, kind: 'token', status: 'linked' } as const;
  await tenants.settle(locationId, { ghl: link });
  logged.length = 0;
  firestore.reset();
});

const aContact = () => ghlLocation.addContact({ name: 'Ann Archer', email: anAddress() });
const eventOf = (
  contact = aContact(),
  type: 'ContactCreate' | 'ContactUpdate' | 'ContactDelete' = 'ContactCreate',
) => ghl.webhooks.contactEvent(type, contact);

interface Post {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: string;
}

async function post({ body, headers, method = 'POST' }: Post) {
  const sent = method === 'GET' ? { method, headers } : { method, headers, body };
  const response = await fetch(`${stack.functions.url}/ghlWebhook`, sent);
  return { status: response.status, text: await response.text() };
}
const deliver = (event: object) => post(ghl.webhooks.signed(event));
const answered = (...outcomes: string[]) => ({ status: 200, text: JSON.stringify({ outcomes }) });
const stored = async (ghlContactId: string) =>
  (await paths.contact(db, ContactId.of(locationId, ghlContactId)).get()).data();
const touched = () => firestore.counts().documents.length;

describe('a contact of GHL’s', () => {
  test('is created, changed and deleted here as it is there', async () => {
    const contact = aContact();
    expect(await deliver(eventOf(contact))).toEqual(answered('created'));
    expect(await stored(contact.id)).toMatchObject({
      locationId,
      name: 'Ann Archer',
      emails: [contact.email],
      ghlContactId: contact.id,
    });
    const renamed = ghlLocation.updateContact(contact.id, { name: 'Ann B. Archer' });
    expect(await deliver(eventOf(renamed, 'ContactUpdate'))).toEqual(answered('changed'));
    expect(await stored(contact.id)).toMatchObject({ name: 'Ann B. Archer' });
    expect(await deliver(eventOf(renamed, 'ContactDelete'))).toEqual(answered('removed'));
    expect(await stored(contact.id)).toBeUndefined();
  });

  test('keeps what the CRM has written beside', async () => {
    const contact = aContact();
    await deliver(eventOf(contact));
    const ref = paths.contact(db, ContactId.of(locationId, contact.id));
    await ref.update({ phone: '+44 20', ghlConversationId: 'conversation' });
    const update = eventOf(ghlLocation.updateContact(contact.id, { name: 'Ben' }), 'ContactUpdate');
    await deliver(update);
    expect((await ref.get()).data()).toMatchObject({
      name: 'Ben',
      phone: '+44 20',
      ghlConversationId: 'conversation',
    });
  });

  test('goes to every location that is linked to GHL’s, and to no other', async () => {
    const other = await tenants.location();
    await tenants.settle(other, {
      ghl: { ...GHL_DEFAULTS, ghlLocationId: ghlLocation.id, kind: 'oauth', status: 'linked' },
    });
    const revoked = await tenants.location();
    await tenants.settle(revoked, {
      ghl: { ...GHL_DEFAULTS, ghlLocationId: ghlLocation.id, kind: 'oauth', status: 'revoked' },
    });
    expect(await deliver(eventOf())).toEqual(answered('created', 'created'));
    const { size } = await paths.contacts(db).where('locationId', 'in', [locationId, other, revoked]).get();
    expect(size).toBe(2);
  });

  test('of a location of GHL’s that nobody is linked to is acknowledged and nothing else', async () => {
    const foreign = ghl.addLocation();
    const event = ghl.webhooks.contactEvent('ContactCreate', foreign.addContact({ email: anAddress() }));
    expect(await deliver(event)).toEqual(answered('unlinked'));
    expect(firestore.counts().writes).toBe(0);
  });
});

describe('an event', () => {
  test('that is delivered again changes nothing', async () => {
    const contact = aContact();
    const created = eventOf(contact);
    await deliver(created);
    await deliver(eventOf(contact, 'ContactDelete'));
    firestore.reset();
    expect(await deliver(created)).toEqual(answered('seen'));
    expect(await stored(contact.id)).toBeUndefined();
    expect(firestore.counts().writes).toBe(0);
  });

  test('that is delivered ten times at once is taken once', async () => {
    const event = eventOf();
    const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(event)));
    expect(answers.map(({ text }) => text).sort()).toEqual([
      answered('created').text,
      ...Array(9).fill(answered('seen').text),
    ]);
  });

  test('that comes late does not undo a later one, or bring back what was deleted', async () => {
    const contact = aContact();
    const earlier = (event: object, ms: number) => ({
      ...event,
      timestamp: new Date(Date.now() - ms).toISOString(),
    });
    await deliver(earlier(eventOf(contact), 9_000));
    const old = earlier(
      eventOf(ghlLocation.updateContact(contact.id, { name: 'Old' }), 'ContactUpdate'),
      8_000,
    );
    const young = eventOf(ghlLocation.updateContact(contact.id, { name: 'Young' }), 'ContactUpdate');
    expect(await deliver(earlier(young, 7_000))).toEqual(answered('changed'));
    expect(await deliver(old)).toEqual(answered('outdated'));
    expect(await stored(contact.id)).toMatchObject({ name: 'Young' });
    await deliver(eventOf(contact, 'ContactDelete'));
    expect(await deliver(earlier({ ...young, webhookId: randomUUID() }, 6_000))).toEqual(
      answered('outdated'),
    );
    expect(await stored(contact.id)).toBeUndefined();
  });

  test('of last week is acknowledged and not looked at', async () => {
    const timestamp = new Date(Date.now() - 7 * 24 * 60 * 60_000).toISOString();
    expect(await deliver({ ...eventOf(), timestamp })).toEqual(answered('old'));
    expect(touched()).toBe(0);
  });

  test('of another kind is acknowledged and not looked at', async () => {
    expect(await deliver({ ...eventOf(), type: 'ContactTagUpdate' })).toEqual(answered('ignored'));
    expect(await deliver({ type: 'INSTALL' })).toEqual(answered('ignored'));
    expect(touched()).toBe(0);
  });

  test.each<readonly [string, object]>([
    ['that is none', {}],
    ['that is a list', []],
    ['without a contact', { type: 'ContactCreate', webhookId: 'w', locationId: 'x', timestamp: new Date() }],
    ['without a time', { type: 'ContactCreate', webhookId: 'w', locationId: 'x', id: 'y' }],
  ])('%s is refused although GHL has signed it', async (_, event) => {
    expect((await deliver(event)).status).toBe(400);
    expect(touched()).toBe(0);
  });

  test('in whatever content type is read as its bytes', async () => {
    const { body, headers } = ghl.webhooks.signed(eventOf());
    const answer = await post({ body, headers: { ...headers, 'content-type': 'text/plain' } });
    expect(answer).toEqual(answered('created'));
  });
});

const keys = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signedBy = (key: KeyObject, body: string) => ({
  'x-ghl-signature': sign(null, Buffer.from(body), key).toString('base64'),
});

describe('what GHL has not signed is refused, and nothing is read', () => {
  const signed = () => ghl.webhooks.signed(eventOf());
  const legacy = (body: string) => ({
    'x-wh-signature': sign('sha256', Buffer.from(body), rsa.privateKey).toString('base64'),
  });
  const json = { 'content-type': 'application/json' };

  test.each<readonly [string, () => Post]>([
    ['no signature', () => ({ body: signed().body, headers: json })],
    ['an empty one', () => ({ body: signed().body, headers: { ...json, 'x-ghl-signature': '' } })],
    ['nonsense', () => ({ body: signed().body, headers: { ...json, 'x-ghl-signature': 'N/A' } })],
    [
      'another key',
      () => ({ body: signed().body, headers: { ...json, ...signedBy(keys.privateKey, signed().body) } }),
    ],
    ['another event’s signature', () => ({ body: signed().body, headers: signed().headers })],
    ['an altered body', () => ({ ...signed(), body: signed().body.replace('Ann', 'Bob') })],
    ['a body with a space more', () => ({ ...signed(), body: `${signed().body} ` })],
    ['an empty body', () => ({ ...signed(), body: '' })],
    [
      'the older signature alone',
      () => ({ body: signed().body, headers: { ...json, ...legacy(signed().body) } }),
    ],
    ['a body that is no JSON', () => ({ body: 'not json', headers: { 'content-type': 'text/plain' } })],
  ])('%s', async (_, request) => {
    expect((await post(request())).status).toBe(401);
    expect(touched()).toBe(0);
    await eventually('it is logged', () => logged.some((line) => line.includes('webhookRefused')));
    expect(logged.join('\n')).not.toMatch(/Ann|example\.com/);
  });

  test('a body that is too big, although it is signed', async () => {
    const event = { ...eventOf(), notes: 'x'.repeat(600_000) };
    expect((await deliver(event)).status).toBe(413);
    expect(touched()).toBe(0);
  });

  test.each(['GET', 'PUT', 'DELETE'])('%s is not for it', async (method) => {
    expect((await post({ ...signed(), method })).status).toBe(405);
    expect(touched()).toBe(0);
  });
});

test('neither addresses nor names are logged', async () => {
  const contact = aContact();
  await deliver(eventOf(contact));
  const other = ghlLocation.addContact({ name: 'Other', email: contact.email });
  expect(await deliver(eventOf(other))).toEqual(answered('skipped'));
  await eventually('the conflict is logged', () => logged.some((line) => line.includes('contactConflict')));
  expect(logged.join('\n')).not.toMatch(/Ann|Other|example\.com/);
  expect(logged.join('\n')).not.toContain('fieldDropped');
});
