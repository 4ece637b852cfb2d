import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { attempt } from '../support/rules/attempt.ts';
import { anAudience, type ClientFirestore, type Person } from '../support/rules/audience.ts';
import type { Cast } from '../support/rules/cast.ts';

type Query = ReturnType<ReturnType<ClientFirestore['collection']>['where']>;
type Ask = (db: ClientFirestore, cast: Cast) => Query;

let audience: Awaited<ReturnType<typeof anAudience>>;
beforeAll(async () => {
  audience = await anAudience();
});
afterAll(() => audience.close());

/** Asked once, and as a listener, which may first be shown what the client has already. */
async function ask(person: Person, question: Ask) {
  const query = question(audience.as(person), audience.cast);
  const listening = new Promise<void>((resolve, reject) => {
    const stop = query.onSnapshot(
      { includeMetadataChanges: true },
      {
        next: ({ metadata }) => {
          if (metadata.fromCache) return;
          stop();
          resolve();
        },
        error: reject,
      },
    );
  });
  const [got, listened] = await Promise.all([attempt(query.get({ source: 'server' })), attempt(listening)]);
  expect(listened).toBe(got);
  return got;
}

const LOCATED = ['contacts', 'conversations', 'messages', 'historyFetches', 'outbox'] as const;

describe.each(LOCATED)('a query for %s', (name) => {
  const restricted = (locations: (of: Cast['locations']) => readonly string[]): Ask => {
    return (db, cast) => db.collection(name).where('locationId', 'in', [...locations(cast.locations)]);
  };
  const ofOwn: Ask = (db, cast) => db.collection(name).where('locationId', '==', cast.locations.own);

  const ALLOWED: readonly (readonly [string, Person, Ask])[] = [
    ['of a location of theirs', 'agent', ofOwn],
    ['of another location of theirs', 'agent', restricted(({ second }) => [second])],
    ['of all their locations', 'agent', restricted(({ own, second }) => [own, second])],
    ['of their location', 'colleague', ofOwn],
    ['restricted further', 'agent', (db, cast) => ofOwn(db, cast).where('uid', '==', 'x')],
    ['in an order, with a limit', 'agent', (db, cast) => ofOwn(db, cast).orderBy('sentAt', 'desc').limit(5)],
    [
      'of all their locations, with a range, from somewhere on',
      'agent',
      (db, cast) =>
        restricted(({ own, second }) => [own, second])(db, cast)
          .where('unreadCount', '>', 0)
          .orderBy('sentAt', 'desc')
          .startAfter(new Date()),
    ],
    [
      'with an element of a list',
      'agent',
      (db, cast) => ofOwn(db, cast).where('conversationIds', 'array-contains', 'c').limit(5),
    ],
    [
      'with one of several values of another field',
      'agent',
      (db, cast) => ofOwn(db, cast).where('contactId', 'in', ['a', 'b', 'c']),
    ],
  ];
  test.each(ALLOWED)('%s is allowed to the %s', async (_, person, question) => {
    expect(await ask(person, question)).toBe('allowed');
  });

  const DENIED: readonly (readonly [string, Person, Ask])[] = [
    ['without a restriction', 'agent', (db) => db.collection(name)],
    [
      'restricted by something else',
      'agent',
      (db, { people }) => db.collection(name).where('uid', '==', people.agent),
    ],
    ['with a limit alone', 'agent', (db) => db.collection(name).limit(1)],
    ['of a location that is not theirs', 'agent', restricted(({ foreign }) => [foreign])],
    [
      'of one that is theirs and one that is not',
      'colleague',
      restricted(({ own, second }) => [own, second]),
    ],
    ['of theirs and a foreign one', 'agent', restricted(({ own, foreign }) => [own, foreign])],
    [
      'of all but one location',
      'agent',
      (db, cast) => db.collection(name).where('locationId', '!=', cast.locations.foreign),
    ],
    [
      'of a range of locations',
      'agent',
      (db, cast) => db.collection(name).where('locationId', '>=', cast.locations.own),
    ],
    [
      'across the database',
      'agent',
      (db, cast) => db.collectionGroup(name).where('locationId', '==', cast.locations.own),
    ],
    [
      'with an element of a list, of all locations',
      'agent',
      (db) => db.collection(name).where('conversationIds', 'array-contains', 'c'),
    ],
    [
      'with a contact, of all locations',
      'agent',
      (db) => db.collection(name).where('contactId', '==', 'c').orderBy('sentAt', 'desc'),
    ],
    ['of the agent’s location', 'stranger', ofOwn],
    ['of the location that they worked in', 'removed', ofOwn],
    ['of a location that their document names, but not in a list', 'misspelt', ofOwn],
    ['of a location', 'unknown', ofOwn],
    ['of a location', 'nobody', ofOwn],
  ];
  test.each(DENIED)('%s is denied to the %s', async (_, person, question) => {
    expect(await ask(person, question)).toBe('denied');
  });
});

describe('a query for mailboxes', () => {
  const of = (person: Person): Ask => {
    return (db, { people }) => db.collection('mailboxes').where('uid', '==', people[person]);
  };

  test.each(['agent', 'colleague', 'removed'] as const)(
    'of their own is allowed to the %s',
    async (person) => {
      expect(await ask(person, of(person))).toBe('allowed');
    },
  );

  const DENIED: readonly (readonly [string, Person, Ask])[] = [
    ['of all', 'agent', (db) => db.collection('mailboxes')],
    ['of another agent', 'colleague', of('agent')],
    [
      'of a location',
      'agent',
      (db, cast) => db.collection('mailboxes').where('locationId', '==', cast.locations.own),
    ],
    ['of their own', 'unknown', of('unknown')],
    ['of nobody', 'nobody', of('nobody')],
  ];
  test.each(DENIED)('%s is denied to the %s', async (_, person, question) => {
    expect(await ask(person, question)).toBe('denied');
  });
});

describe('what is closed', () => {
  const mailbox = (cast: Cast) => cast.documents.mailbox;
  const CLOSED: readonly (readonly [string, Ask])[] = [
    ['users', (db, { people }) => db.collection('users').where('uid', '==', people.agent)],
    ['locations', (db, cast) => db.collection('locations').where('locationId', '==', cast.locations.own)],
    ['credentials', (db, { people }) => db.collection('credentials').where('uid', '==', people.agent)],
    ['oauthStates', (db, { people }) => db.collection('oauthStates').where('uid', '==', people.agent)],
    ['relays', (db, cast) => db.collection('relays').where('locationId', '==', cast.locations.own)],
    ['audits', (db, cast) => db.collection('audits').where('locationId', '==', cast.locations.own)],
    ['imports', (db, cast) => db.collection('imports').where('locationId', '==', cast.locations.own)],
    ['sends', (db, cast) => db.collection('sends').where('locationId', '==', cast.locations.own)],
    ['own sends', (db, { people }) => db.collection('sends').where('uid', '==', people.agent)],
    ['rateLimits', (db, { people }) => db.collection('rateLimits').where('uid', '==', people.agent)],
    ['others', (db, cast) => db.collection('others').where('locationId', '==', cast.locations.own)],
    ['the ledger of a mailbox', (db, cast) => db.collection(`${mailbox(cast)}/ledger`)],
    ['the runs of a mailbox', (db, cast) => db.collection(`${mailbox(cast)}/runs`)],
    ['all ledgers', (db) => db.collectionGroup('ledger')],
    [
      'own entries of all ledgers',
      (db, { people }) => db.collectionGroup('ledger').where('uid', '==', people.agent),
    ],
    ['all runs', (db) => db.collectionGroup('runs')],
    [
      'own mailboxes across the database',
      (db, { people }) => db.collectionGroup('mailboxes').where('uid', '==', people.agent),
    ],
  ];
  test.each(CLOSED)('%s: nobody queries it', async (_, question) => {
    for (const person of ['agent', 'unknown', 'nobody'] as const) {
      expect([person, await ask(person, question)]).toEqual([person, 'denied']);
    }
  });
});
