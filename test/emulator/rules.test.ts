import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { attempt } from '../support/rules/attempt.ts';
import { anAudience, type Person } from '../support/rules/audience.ts';
import type { Cast } from '../support/rules/cast.ts';

type Kind = keyof Cast['documents'];

let audience: Awaited<ReturnType<typeof anAudience>>;
beforeAll(async () => {
  audience = await anAudience();
});
afterAll(() => audience.close());

const PEOPLE: readonly Person[] = [
  'agent',
  'colleague',
  'stranger',
  'removed',
  'misspelt',
  'unknown',
  'nobody',
];

/** Who may read what; everything that is not here is closed. */
const READERS: Readonly<Record<Kind, readonly Person[]>> = {
  user: ['agent'],
  location: ['agent', 'colleague'],
  contact: ['agent', 'colleague'],
  conversation: ['agent', 'colleague'],
  message: ['agent', 'colleague'],
  'history fetch': ['agent', 'colleague'],
  'outbox entry': ['agent', 'colleague'],
  mailbox: ['agent'],
  'foreign location': ['stranger'],
  'ledger entry': [],
  run: [],
  credential: [],
  'oauth state': [],
  send: [],
  'import of contacts': [],
  'word of GHL': [],
  webhook: [],
  relay: [],
  audit: [],
  'rate limit': [],
  'document of no known kind': [],
  'document below a contact': [],
  'document below a conversation': [],
  'document below a message': [],
  'document below a history fetch': [],
  'document below an outbox entry': [],
  'document below the agent': [],
  'document below the location': [],
};
const KINDS = Object.keys(READERS).filter((kind): kind is Kind => kind in READERS);

/** What each person's attempt came to. */
async function forEverybody<T>(tried: (person: Person) => Promise<T>): Promise<Partial<Record<Person, T>>> {
  const outcomes = PEOPLE.map(async (person) => [person, await tried(person)] as const);
  return Object.fromEntries(await Promise.all(outcomes));
}

describe('one document', () => {
  test.each(KINDS)('%s: is read by whom it belongs to and by nobody else', async (kind) => {
    const { as, cast } = audience;
    expect(await forEverybody((person) => attempt(as(person).doc(cast.documents[kind]).get()))).toEqual(
      await forEverybody(async (person) => (READERS[kind].includes(person) ? 'allowed' : 'denied')),
    );
  });

  test.each(KINDS)('%s: neither it nor another is written by anybody', async (kind) => {
    const { as, cast } = audience;
    const path = cast.documents[kind];
    const another = `${path.slice(0, path.lastIndexOf('/'))}/${randomUUID()}`;
    const writes = async (person: Person) => {
      const document = { locationId: cast.locations.own, uid: cast.people[person], locationIds: [] };
      const db = as(person);
      return {
        create: await attempt(db.doc(another).set(document)),
        overwrite: await attempt(db.doc(path).set(document)),
        update: await attempt(db.doc(path).update({ read: true })),
        delete: await attempt(db.doc(path).delete()),
      };
    };
    const nothing = { create: 'denied', overwrite: 'denied', update: 'denied', delete: 'denied' };
    expect(await forEverybody(writes)).toEqual(await forEverybody(async () => nothing));
  });

  test('an agent cannot make themselves one of a location', async () => {
    const {
      as,
      cast: { people, locations },
    } = audience;
    for (const person of ['unknown', 'removed', 'agent'] as const) {
      const user = as(person).doc(`users/${people[person]}`);
      expect(await attempt(user.set({ locationIds: [locations.foreign] }))).toBe('denied');
      expect(await attempt(user.update({ locationIds: [locations.foreign] }))).toBe('denied');
    }
  });

  test('that a token claims locations changes nothing', async () => {
    const {
      rules,
      cast: { people, locations, documents },
    } = audience;
    const claims = { locationIds: [locations.own], admin: true, email: 'agent@example.com' };
    const db = rules.authenticatedContext(people.stranger, claims).firestore();
    expect(await attempt(db.doc(documents.message).get())).toBe('denied');
  });

  test('that is not there is not told from one of another location', async () => {
    expect(await attempt(audience.as('agent').doc(`messages/${randomUUID()}`).get())).toBe('denied');
  });

  test('without a location is nobody’s', async () => {
    const { as, rules } = audience;
    const path = `messages/${randomUUID()}`;
    await rules.withSecurityRulesDisabled((context) => context.firestore().doc(path).set({ text: 'Hello' }));
    expect(await attempt(as('agent').doc(path).get())).toBe('denied');
  });
});

describe('an agent who watches how a search for older mail goes on', () => {
  test('is shown each step', async () => {
    const { as, rules, cast } = audience;
    const path = cast.documents['history fetch'];
    const shown: unknown[] = [];
    const stop = as('agent')
      .doc(path)
      .onSnapshot((found) => shown.push(found.get('status')));
    for (const status of ['running', 'done']) {
      await rules.withSecurityRulesDisabled((context) => context.firestore().doc(path).update({ status }));
      await eventually(`it is shown as ${status}`, () => shown.at(-1) === status);
    }
    stop();
  });
});

describe('an agent whose locations were taken away', () => {
  test('goes on seeing themselves and their own mailbox, and nothing of the location', async () => {
    const { tenants, locations, documents, mailboxOf } = audience.cast;
    const agent = await tenants.agent([locations.own]);
    const mailbox = await mailboxOf(agent.uid);
    const db = audience.firestoreOf(agent.uid);
    const look = async () => ({
      self: await attempt(db.doc(`users/${agent.uid}`).get()),
      mailbox: await attempt(db.doc(mailbox).get()),
      message: await attempt(db.doc(documents.message).get({ source: 'server' })),
      messages: await attempt(
        db.collection('messages').where('locationId', '==', locations.own).get({ source: 'server' }),
      ),
    });
    const theirs = { self: 'allowed', mailbox: 'allowed' };
    expect(await look()).toEqual({ ...theirs, message: 'allowed', messages: 'allowed' });

    await tenants.writeUser(agent.uid, { email: agent.email, locationIds: [] });
    expect(await look()).toEqual({ ...theirs, message: 'denied', messages: 'denied' });

    await tenants.forget(agent);
    expect(await look()).toEqual({
      self: 'allowed',
      mailbox: 'denied',
      message: 'denied',
      messages: 'denied',
    });
  });
});

describe('an agent of very many locations', () => {
  test('reads the last of them, and asks for 30 at once', async () => {
    const { tenants, locations } = audience.cast;
    const many = Array.from({ length: 2000 }, () => `location-${randomUUID()}`);
    const agent = await tenants.agent([]);
    await tenants.writeUser(agent.uid, { locationIds: [...many, locations.own] });
    const messages = audience.firestoreOf(agent.uid).collection('messages');
    const asked = [...many.slice(0, 29), locations.own];
    expect((await messages.where('locationId', '==', locations.own).get()).size).toBeGreaterThan(0);
    expect((await messages.where('locationId', 'in', asked).get()).size).toBeGreaterThan(0);
    expect(
      await attempt(messages.where('locationId', 'in', [...many.slice(0, 29), locations.foreign]).get()),
    ).toBe('denied');
  });
});
