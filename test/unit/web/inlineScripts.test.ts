import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';

const fileOf = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

test('the page’s own inline scripts, and no others, are what the Content-Security-Policy lets run', async () => {
  const scripts = (await fileOf('web/index.html')).matchAll(/<script>(.*?)<\/script>/gs);
  const hashes = [...scripts].map(([, script = '']) => createHash('sha256').update(script).digest('base64'));
  const allowed = (await fileOf('firebase.json')).matchAll(/'sha256-([^']+)'/g);
  expect(hashes).not.toEqual([]);
  expect([...allowed].map(([, hash]) => hash)).toEqual(hashes);
});
