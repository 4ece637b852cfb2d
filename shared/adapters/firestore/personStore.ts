import {
  type CollectionReference,
  type DocumentReference,
  type DocumentSnapshot,
  type Firestore,
  type Query,
  Timestamp,
} from '@google-cloud/firestore';
import type { Person } from '../../domain/contacts/eraseContact.ts';
import { MessageId, WordId } from '../../domain/ids.ts';
import type { PersonRecord, PersonStore, RecordKind } from '../../ports/persons.ts';
import { contactConverter } from './converters/tenancy.ts';
import { eraseMessages, finishErasure } from './erasePerson.ts';
import { isFailedPrecondition, translating } from './errors.ts';
import { paths } from './paths.ts';

export function firestorePersonStore(db: Firestore): PersonStore {
  return {
    findPerson: (id) =>
      translating('findPerson', async () => contactConverter.read(await paths.contact(db, id).get())),

    personsWith: (locationId, address) =>
      translating('personsWith', async () => {
        const ofLocation = paths.contacts(db).where('locationId', '==', locationId);
        const { docs } = await ofLocation.where('emails', 'array-contains', address).get();
        return docs.flatMap((snapshot) => contactConverter.read(snapshot) ?? []);
      }),

    recordsOf: (person, kind, page) => translating('recordsOf', () => recordsOf(db, person, kind, page)),

    beginErasure: (id) =>
      translating('beginErasure', async () => {
        try {
          await paths.contact(db, id).update({ erasing: true });
          return true;
        } catch (error) {
          if (isFailedPrecondition(error)) return false;
          throw error;
        }
      }),

    messagesOf: (person, { limit, after }) =>
      translating('messagesOf', async () => {
        const { docs } = await behind(ofPerson(paths.messages(db), 'message', person), after)
          .select()
          .limit(limit)
          .get();
        return docs.map(({ id }) => MessageId(id));
      }),

    eraseMessages: (person, ids, now) =>
      translating('eraseMessages', () => eraseMessages(db, person, ids, now)),

    finishErasure: (person, now) => translating('finishErasure', () => finishErasure(db, person, now)),
  };
}

const ofPerson = (all: CollectionReference, kind: RecordKind, { contactId }: Person): Query =>
  kind === 'message'
    ? all.where('contactIds', 'array-contains', contactId)
    : all.where('contactId', '==', contactId);

function behind(query: Query, after: string | undefined): Query {
  const ordered = query.orderBy('__name__');
  return after === undefined ? ordered : ordered.startAfter(after);
}

async function recordsOf(
  db: Firestore,
  person: Person,
  kind: RecordKind,
  { limit, after }: Parameters<PersonStore['recordsOf']>[2],
): Promise<readonly PersonRecord[]> {
  const { contactId, locationId, ghlContactId } = person;
  const one = async (ref: DocumentReference | undefined) =>
    ref && after === undefined ? [await ref.get()].filter(({ exists }) => exists) : [];
  const many = async (all: CollectionReference) =>
    (
      await behind(ofPerson(all, kind, person), after)
        .limit(limit)
        .get()
    ).docs;
  const found = await read();
  return found.map(recordOf);

  function read(): Promise<readonly DocumentSnapshot[]> {
    switch (kind) {
      case 'contact':
        return one(paths.contact(db, contactId));
      case 'ghlWord':
        return one(
          ghlContactId === null ? undefined : paths.ghlWord(db, WordId.of(locationId, ghlContactId)),
        );
      case 'conversation':
        return many(paths.conversations(db));
      case 'message':
        return many(paths.messages(db));
      case 'outbox':
        return many(paths.outbox(db));
      case 'historyFetch':
        return many(paths.historyFetches(db));
      default:
        return kind satisfies never;
    }
  }
}

const recordOf = (snapshot: DocumentSnapshot): PersonRecord => ({
  id: snapshot.id,
  fields: Object.fromEntries(
    Object.entries(snapshot.data() ?? {}).map(([name, value]) => [name, plain(value)]),
  ),
});

/** Times as everybody reads them. */
function plain(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}
