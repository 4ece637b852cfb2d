import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { FirestoreProxy } from '../support/firestore-proxy/firestoreProxy.ts';

let proxy: FirestoreProxy;
let db: Firestore;
/** Writes past the proxy. */
let direct: Firestore;
let root: string;

beforeAll(async () => {
  const target = process.env['FIRESTORE_EMULATOR_HOST'];
  proxy = await FirestoreProxy.start({ target });
  direct = new Firestore();
  process.env['FIRESTORE_EMULATOR_HOST'] = proxy.host;
  db = new Firestore();
});
afterAll(async () => {
  await Promise.all([db.terminate(), direct.terminate()]);
  await proxy.close();
});
beforeEach(() => {
  root = randomUUID();
  proxy.reset();
});

const path = (name: string) => `${root}/${name}`;
const doc = (name: string) => db.doc(path(name));
const billed = () => {
  const { reads, writes, deletes } = proxy.counts();
  return { reads, writes, deletes };
};
const seed = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => direct.doc(path(`d${n}`)).set({ n })));

describe('reads', () => {
  test('a document that is there is one read', async () => {
    await seed(1);
    expect((await doc('d0').get()).get('n')).toBe(0);
    expect(billed()).toEqual({ reads: 1, writes: 0, deletes: 0 });
    expect(proxy.counts()).toMatchObject({
      rpcs: { BatchGetDocuments: 1 },
      uncounted: 0,
      documents: [{ operation: 'read', units: 1, path: path('d0') }],
    });
  });

  test('a document that is not there is one read', async () => {
    expect((await doc('nowhere').get()).exists).toBe(false);
    expect(billed()).toEqual({ reads: 1, writes: 0, deletes: 0 });
  });

  test('several at once are one call and a read each', async () => {
    await seed(2);
    await db.getAll(doc('d0'), doc('d1'), doc('nowhere'));
    expect(proxy.counts()).toMatchObject({ reads: 3, rpcs: { BatchGetDocuments: 1 } });
  });

  test('a query is one read a document', async () => {
    await seed(3);
    expect((await db.collection(root).get()).size).toBe(3);
    expect(billed()).toEqual({ reads: 3, writes: 0, deletes: 0 });
  });

  test('a query without results is one read', async () => {
    expect((await db.collection(root).get()).size).toBe(0);
    expect(billed()).toEqual({ reads: 1, writes: 0, deletes: 0 });
  });

  test('an offset costs what it skips', async () => {
    await seed(3);
    expect((await db.collection(root).offset(2).get()).size).toBe(1);
    expect(billed()).toEqual({ reads: 3, writes: 0, deletes: 0 });
  });

  test.each([0, 3])('a count of %d documents is one read', async (count) => {
    await seed(count);
    expect((await db.collection(root).count().get()).data().count).toBe(count);
    expect(billed()).toEqual({ reads: 1, writes: 0, deletes: 0 });
  });

  test('a count of 1001 documents is two reads', async () => {
    const writer = direct.bulkWriter({ throttling: false });
    for (let n = 0; n < 1001; n += 1) void writer.set(direct.doc(path(`d${n}`)), {});
    await writer.close();
    await db.collection(root).count().get();
    expect(billed()).toEqual({ reads: 2, writes: 0, deletes: 0 });
  });

  test('the documents of a collection are listed for a read each', async () => {
    await seed(2);
    expect(await db.collection(root).listDocuments()).toHaveLength(2);
    expect(billed()).toEqual({ reads: 2, writes: 0, deletes: 0 });
  });

  test('the collections of a document are listed for one read', async () => {
    await direct.doc(path('d0/below/x')).set({});
    expect(await doc('d0').listCollections()).toHaveLength(1);
    expect(billed()).toEqual({ reads: 1, writes: 0, deletes: 0 });
  });
});

describe('writes', () => {
  test('a batch is one call, and one write or delete a document', async () => {
    await seed(2);
    const batch = db.batch();
    batch.set(doc('d0'), { n: 5 });
    batch.update(doc('d1'), { n: 6 });
    batch.create(doc('new'), {});
    batch.delete(doc('nowhere'));
    await batch.commit();
    expect(proxy.counts()).toMatchObject({ reads: 0, writes: 3, deletes: 1, rpcs: { Commit: 1 } });
  });

  test('one that fails costs nothing, and its error comes through', async () => {
    await seed(1);
    await expect(doc('d0').create({})).rejects.toMatchObject({
      code: 6,
      details: expect.stringContaining(root),
    });
    await expect(doc('nowhere').update({ n: 1 })).rejects.toMatchObject({ code: 5 });
    expect(billed()).toEqual({ reads: 0, writes: 0, deletes: 0 });
  });

  test('a bulk writer pays for the writes that went through', async () => {
    await seed(1);
    const writer = db.bulkWriter();
    writer.onWriteError(() => false);
    const results = Promise.allSettled([
      writer.create(doc('d0'), {}),
      writer.create(doc('new'), {}),
      writer.delete(doc('nowhere')),
    ]);
    await writer.close();
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(billed()).toEqual({ reads: 0, writes: 1, deletes: 1 });
  });
});

describe('transactions', () => {
  test('cost what they read and, once, what they write', async () => {
    await seed(1);
    await db.runTransaction(async (transaction) => {
      await transaction.get(doc('d0'));
      await transaction.get(doc('nowhere'));
      for (const name of ['d0', 'a', 'b']) transaction.set(doc(name), { n: 1 });
    });
    expect(billed()).toEqual({ reads: 2, writes: 3, deletes: 0 });
    expect(proxy.counts().rpcs).toMatchObject({ BatchGetDocuments: 2, Commit: 1 });
  });

  test('that their code aborts cost their reads alone', async () => {
    const aborted = db.runTransaction(async (transaction) => {
      await transaction.get(doc('nowhere'));
      transaction.set(doc('a'), {});
      throw new Error('changed my mind');
    });
    await expect(aborted).rejects.toThrow('changed my mind');
    await eventually('the client rolls back', () => proxy.counts().rpcs['Rollback'] === 1);
    expect(proxy.counts()).toMatchObject({ reads: 1, writes: 0, uncounted: 0 });
    expect((await direct.doc(path('a')).get()).exists).toBe(false);
  });

  test('that are repeated for a conflict pay again for their reads, and all take effect', async () => {
    await direct.doc(path('counter')).set({ n: 0 });
    let reads = 0;
    const increments = Array.from({ length: 3 }, () =>
      db.runTransaction(async (transaction) => {
        const n = Number((await transaction.get(doc('counter'))).get('n'));
        reads += 1;
        transaction.set(doc('counter'), { n: n + 1 });
      }),
    );
    await Promise.all(increments);
    expect((await direct.doc(path('counter')).get()).get('n')).toBe(3);
    expect(billed()).toEqual({ reads, writes: 3, deletes: 0 });
  });
});

describe('what passes through', () => {
  test('a document of nearly 1 MiB arrives as it was', async () => {
    const text = 'x'.repeat(1_000_000);
    await doc('big').set({ text });
    expect((await doc('big').get()).get('text')).toBe(text);
    expect(billed()).toEqual({ reads: 1, writes: 1, deletes: 0 });
  });

  test('a query that is left early is billed for what came', async () => {
    await seed(3);
    for await (const _ of db.collection(root).stream()) break;
    await doc('nowhere').get();
    const { reads, rpcs } = proxy.counts();
    expect(rpcs).toEqual({ RunQuery: 1, BatchGetDocuments: 1 });
    expect(reads).toBeGreaterThanOrEqual(2);
    expect(reads).toBeLessThanOrEqual(4);
  });

  test('a listener works, and shows that it is not counted', async () => {
    const seen = new Promise((resolve) => {
      const stop = doc('watched').onSnapshot((snapshot) => {
        if (!snapshot.exists) return;
        stop();
        resolve(snapshot.get('n'));
      });
    });
    await direct.doc(path('watched')).set({ n: 4 });
    expect(await seen).toBe(4);
    expect(proxy.counts()).toMatchObject({ reads: 0, uncounted: 1 });
  });
});
