import { FieldPath, Filter, Firestore, type Query } from '@google-cloud/firestore';
import { afterEach, describe, expect, test } from '@jest/globals';
import { FirestoreProxy } from '../support/firestore-proxy/firestoreProxy.ts';
import { World } from '../support/world.ts';

const emulator = process.env['FIRESTORE_EMULATOR_HOST'];
afterEach(() => {
  process.env['FIRESTORE_EMULATOR_HOST'] = emulator;
});

/** What the proxy says at the end about the indexes of one query. */
async function check(question: (db: Firestore) => Query): Promise<string> {
  const proxy = await FirestoreProxy.start({ target: emulator });
  process.env['FIRESTORE_EMULATOR_HOST'] = proxy.host;
  const db = new Firestore();
  await question(db).limit(1).get();
  await db.terminate();
  return proxy.close().then(
    () => 'indexed',
    (error: Error) => error.message,
  );
}

describe('a query that Firestore answers', () => {
  const messages = (db: Firestore) => db.collection('messages');
  const ANSWERED: readonly (readonly [string, (db: Firestore) => Query])[] = [
    ['everything', messages],
    ['one field', (db) => messages(db).where('locationId', '==', 'x')],
    [
      'several equal fields',
      (db) => messages(db).where('locationId', 'in', ['x', 'y']).where('read', '==', true),
    ],
    ['an element of an array', (db) => messages(db).where('contactIds', 'array-contains', 'x')],
    [
      'a range',
      (db) => db.collection('mailboxes').where('pausedUntil', '<', new Date()).orderBy('pausedUntil', 'desc'),
    ],
    [
      'an order that ends with the id',
      (db) => messages(db).orderBy('locationId', 'desc').orderBy('__name__', 'desc'),
    ],
    [
      'a field that is ordered although it is equal',
      (db) => messages(db).where('read', '==', true).orderBy('read'),
    ],
    [
      'several fields with their index',
      (db) =>
        messages(db)
          .where('deletedAt', '==', null)
          .where('conversationIds', 'array-contains', 'x')
          .orderBy('sentAt', 'desc'),
    ],
  ];
  test.each(ANSWERED)('%s: passes', async (_, question) => {
    expect(await check(question)).toBe('indexed');
  });
});

describe('what an inbox asks for', () => {
  const conversations = (db: Firestore) =>
    db.collection('conversations').where('locationId', 'in', ['x', 'y']);
  const ANSWERED: readonly (readonly [string, (db: Firestore) => Query])[] = [
    [
      'what is unread, by its latest mail',
      (db) =>
        conversations(db)
          .where('unread', '==', true)
          .orderBy('lastMessage.sentAt', 'desc')
          .startAfter(new Date())
          .endAt(new Date(0)),
    ],
    [
      'some contacts’ conversations',
      (db) =>
        db.collection('conversations').where('locationId', '==', 'x').where('contactId', 'in', ['a', 'b']),
    ],
    [
      'contacts by a term',
      (db) =>
        db
          .collection('contacts')
          .where('locationId', 'in', ['x', 'y'])
          .where('searchTerms', 'array-contains', 'ann'),
    ],
    [
      'a contact’s deliveries',
      (db) =>
        db
          .collection('outbox')
          .where('locationId', '==', 'x')
          .where('contactId', '==', 'y')
          .orderBy('sentAt', 'desc'),
    ],
  ];
  test.each(ANSWERED)('%s: passes', async (_, question) => {
    expect(await check(question)).toBe('indexed');
  });

  const REFUSED: readonly (readonly [string, (db: Firestore) => Query])[] = [
    [
      'what is unread by its count, which walks past all that is read',
      (db) => conversations(db).where('unreadCount', '>', 0).orderBy('lastMessage.sentAt', 'desc'),
    ],
    [
      'what is unread, the oldest on top',
      (db) => conversations(db).where('unread', '==', true).orderBy('lastMessage.sentAt'),
    ],
    [
      'contacts by a term, of all locations',
      (db) => db.collection('contacts').where('searchTerms', 'array-contains', 'ann'),
    ],
    [
      'contacts by a term, in an order',
      (db) =>
        db
          .collection('contacts')
          .where('locationId', '==', 'x')
          .where('searchTerms', 'array-contains', 'ann')
          .orderBy('name'),
    ],
  ];
  test.each(REFUSED)('%s: fails at the end', async (_, question) => {
    expect(await check(question)).toMatch(/has no index for what was asked/);
  });
});

describe('a query that Firestore refuses for want of an index', () => {
  const messages = (db: Firestore) => db.collection('messages');
  const REFUSED: readonly (readonly [string, (db: Firestore) => Query])[] = [
    [
      'an equal field, ordered by another',
      (db) => messages(db).where('locationId', '==', 'x').orderBy('sentAt'),
    ],
    [
      'an equal field and a range of another',
      (db) => messages(db).where('read', '==', true).where('sentAt', '>', new Date()),
    ],
    ['two orders', (db) => messages(db).orderBy('locationId').orderBy('sentAt')],
    [
      'the other direction of an index',
      (db) =>
        messages(db)
          .where('deletedAt', '==', null)
          .where('conversationIds', 'array-contains', 'x')
          .orderBy('sentAt'),
    ],
    [
      'a field more than an index has',
      (db) =>
        messages(db)
          .where('deletedAt', '==', null)
          .where('truncated', '==', true)
          .where('conversationIds', 'array-contains', 'x')
          .orderBy('sentAt', 'desc'),
    ],
    [
      'a field less than an index has',
      (db) => messages(db).where('conversationIds', 'array-contains', 'x').orderBy('sentAt', 'desc'),
    ],
    [
      'the index of another collection',
      (db) =>
        db
          .collection('contacts')
          .where('deletedAt', '==', null)
          .where('conversationIds', 'array-contains', 'x')
          .orderBy('sentAt', 'desc'),
    ],
    [
      'ids against the order',
      (db) => messages(db).orderBy('locationId').orderBy(FieldPath.documentId(), 'desc'),
    ],
    ['a field that is not indexed', (db) => messages(db).where('text', '==', 'x')],
    ['a field within one that is not indexed', (db) => messages(db).where('headers.subject', '==', 'x')],
    ['mail by its time alone', (db) => messages(db).orderBy('sentAt', 'desc')],
    [
      'conversations by their latest mail alone',
      (db) => db.collection('conversations').orderBy('lastMessage.sentAt', 'desc'),
    ],
    ['mailboxes by their last sync', (db) => db.collection('mailboxes').where('lastSyncAt', '<', new Date())],
    [
      'mailboxes by the end of their lease',
      (db) => db.collection('mailboxes').where('lease.expiresAt', '<', new Date()),
    ],
    ['entries of the outbox by their age', (db) => db.collection('outbox').orderBy('createdAt')],
    ['all collections of a name', (db) => db.collectionGroup('ledger').where('state', '==', 'stored')],
    [
      'either of two',
      (db) => messages(db).where(Filter.or(Filter.where('a', '==', 1), Filter.where('b', '==', 1))),
    ],
  ];
  test.each(REFUSED)('%s: fails at the end', async (_, question) => {
    expect(await check(question)).toMatch(/has no index for what was asked/);
  });
});

test('every page of what a poll visits has its index', async () => {
  const world = await World.start();
  await world.connect(await world.tenants.agent([await world.tenants.location()]));
  const { overview, histories, imports, audits, outbox, clock } = world.app;
  const before = new Date(clock.now().getTime() + 1);
  const { next } = await overview.quietMailboxes({ before, limit: 1 });
  expect(next).not.toBeNull();
  if (next !== null) await overview.quietMailboxes({ before, limit: 1, after: next });
  await overview.leavingMailboxes({ limit: 1 });
  await histories.quietFetches({ before, limit: 1 });
  await imports.quietImports({ since: before, before, limit: 1 });
  await audits.quietAudits({ before, limit: 1 });
  await outbox.locationsToRelay({ limit: 1 });
  await expect(world.close()).resolves.toBeUndefined();
});
