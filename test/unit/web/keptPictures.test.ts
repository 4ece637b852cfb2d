import { expect, test } from '@jest/globals';
import { keepPictures } from '../../../web/src/screens/inbox/chat/files/keptPictures.ts';

const ROOM = { bytes: 60, count: 3 };

function anAlbum() {
  const fetched: string[] = [];
  const revoked: string[] = [];
  const kept = keepPictures(ROOM, (url) => revoked.push(url));
  const show = (key: string, bytes = 10, url: string | undefined = `blob:${key}`) =>
    kept.show({
      key,
      bytes,
      fetch: () => {
        fetched.push(key);
        return Promise.resolve(url);
      },
    });
  return { show, empty: kept.empty, fetched, revoked };
}

/** By then all that waits for a picture has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a picture that is kept is fetched once', async () => {
  const { show, fetched, revoked } = anAlbum();
  show('a').release();
  const again = show('a');
  expect(await again.url).toBe('blob:a');
  expect(fetched).toEqual(['a']);
  expect(revoked).toEqual([]);
});

test('the one that was not shown for the longest time gives way, by bytes and by count', async () => {
  const { show, revoked } = anAlbum();
  for (const key of ['a', 'b', 'a']) show(key, 25).release();
  show('c', 25).release();
  await settled();
  expect(revoked).toEqual(['blob:b']);
  for (const key of ['d', 'e']) show(key, 1).release();
  await settled();
  expect(revoked).toEqual(['blob:b', 'blob:a']);
});

test('one that is shown keeps its address, and gives way once it is shown nowhere', async () => {
  const { show, revoked } = anAlbum();
  const [here, there] = [show('a', 50), show('a', 50)];
  const other = show('b', 50);
  here.release();
  await settled();
  expect(revoked).toEqual([]);
  there.release();
  await settled();
  expect(revoked).toEqual(['blob:a']);
  other.release();
  await settled();
  expect(revoked).toEqual(['blob:a']);
});

test('for another agent all are forgotten, and those in sight end when they are not', async () => {
  const { show, empty, fetched, revoked } = anAlbum();
  show('a').release();
  const shown = show('b');
  empty();
  await settled();
  expect(revoked).toEqual(['blob:a']);
  const anew = show('b', 10, 'blob:anew');
  shown.release();
  await settled();
  expect(revoked).toEqual(['blob:a', 'blob:b']);
  expect(await anew.url).toBe('blob:anew');
  expect(fetched).toEqual(['a', 'b', 'b']);
});

test('what could not be had is asked for anew, and ends nothing', async () => {
  const revoked: string[] = [];
  const kept = keepPictures(ROOM, (url) => revoked.push(url));
  const asked = { key: 'x', bytes: 1, fetch: () => Promise.resolve(undefined) };
  const gone = kept.show(asked);
  expect(await gone.url).toBeUndefined();
  await settled();
  gone.release();
  const found = kept.show({ ...asked, fetch: () => Promise.resolve('blob:x') });
  expect(await found.url).toBe('blob:x');
  await settled();
  expect(revoked).toEqual([]);
});
