import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { stackOf } from '../../shared/adapters/logging/describeError.ts';
import { LARGEST_MAP_BYTES } from '../../shared/adapters/logging/originalFrame.ts';

/** Comments and types are what a bundle loses. */
const SOURCE = `interface Mail { readonly id: string }
// Refuses every mail.
export function refuse(mail: Mail): Error {
  const words = 'no ' + mail.id;
  return new Error(words);
}
console.log(refuse({ id: 'a' }).stack);
`;
const BUNDLE = 'dist/function/parts/refuse.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'frames-'));
  await mkdir(join(root, 'shared'));
  await writeFile(join(root, 'shared/refuse.ts'), SOURCE);
  await build({
    absWorkingDir: root,
    entryPoints: ['shared/refuse.ts'],
    outfile: join(root, BUNDLE),
    format: 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    minifyWhitespace: true,
    minifySyntax: true,
  });
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
});
afterEach(() => rm(root, { recursive: true }));

/** The error that the bundle makes, as its log would tell it. */
async function told(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, BUNDLE)]);
  const error = Object.assign(new Error('no a'), { stack: stdout });
  return stackOf(error)?.split('\n') ?? [];
}

describe('a frame of a bundle', () => {
  test('is told by its place in the source', async () => {
    const [message, first, second] = await told();
    expect(message).toBe('Error: no a');
    expect(first).toMatch(/^ {4}at refuse \(shared\/refuse\.ts:5:\d+\)$/);
    expect(second).toMatch(/^ {4}at (\S+ \()?shared\/refuse\.ts:7:\d+\)?$/);
  });

  test.each<[string, (map: string) => Promise<void>]>([
    ['is missing', (map) => rm(map)],
    ['is no JSON', (map) => writeFile(map, '{"version":3')],
    ['is something else', (map) => writeFile(map, '{"version":4}')],
    [
      'is as large as those of packages',
      (map) => writeFile(map, ' '.repeat(LARGEST_MAP_BYTES), { flag: 'a' }),
    ],
  ])('stays as it is where its map %s', async (_, spoil) => {
    await spoil(join(root, `${BUNDLE}.map`));
    const [, first] = await told();
    expect(first).toMatch(/^ {4}at refuse \(file:\/\/.*\/dist\/function\/parts\/refuse\.js:1:\d+\)$/);
  });
});
