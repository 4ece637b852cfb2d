import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findCheckoutPath } from '../../support/checks/findCheckoutPath.ts';
import { findDownloadAddresses } from '../../support/checks/findDownloadAddresses.ts';
import { tally } from '../../support/checks/tally.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'checks-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, content: string | Buffer) => writeFileSync(join(root, path), content);

describe('the path of the checkout in a committed file', () => {
  const commit = () => {
    execFileSync('git', ['init', '-q'], { cwd: root });
    execFileSync('git', ['add', '.'], { cwd: root });
  };

  test('is found with its line', async () => {
    write('notes.md', `fine\nsee ${root}/shared\n`);
    commit();
    expect(await findCheckoutPath(root)).toEqual([`notes.md:2: see ${root}/shared`]);
  });

  test('is no problem in a file that is not tracked', async () => {
    commit();
    write('scratch.log', root);
    expect(await findCheckoutPath(root)).toEqual([]);
  });

  test('is not seen in a longer name, a longer path or a binary', async () => {
    write('a.txt', `${root}-copy\nhttps://example.com${root}/x\n`);
    write('b.bin', Buffer.concat([Buffer.from([0]), Buffer.from(root)]));
    commit();
    expect(await findCheckoutPath(root)).toEqual([]);
  });

  test('is not looked for in a file that was deleted since', async () => {
    write('gone.txt', root);
    commit();
    rmSync(join(root, 'gone.txt'));
    expect(await findCheckoutPath(root)).toEqual([]);
  });
});

test('a download address in the lock file is found with its line', async () => {
  write('package-lock.json', '{\n  "resolved": "https://registry.example/a.tgz"\n}');
  expect(await findDownloadAddresses(root)).toEqual([expect.stringMatching(/^package-lock\.json:2: /)]);
  write('package-lock.json', '{\n  "resolved": "packages/a"\n}');
  expect(await findDownloadAddresses(root)).toEqual([]);
});

describe('the last line of a test run', () => {
  const ok = { name: 'types', passed: true };
  const broken = { name: 'lint', passed: false };
  const jest = (exitCode: number, passed: number, failed: number) => ({
    exitCode,
    counts: { passed, failed },
  });

  test.each([
    ['counts checks and tests together', [ok, broken], jest(1, 5, 2), false, { passed: 6, failed: 3 }],
    ['fails when no test ran', [ok], jest(0, 0, 0), false, { passed: 1, failed: 1 }],
    ['does not when a pattern matched none', [ok], jest(0, 0, 0), true, { passed: 1, failed: 0 }],
    ['fails when Jest failed without a failed test', [ok], jest(1, 5, 0), true, { passed: 6, failed: 1 }],
  ])('%s', (_, checks, outcome, selective, counts) => {
    expect(tally({ checks, jest: outcome, selective })).toEqual(counts);
  });

  test('fails when Jest ended before it could tell', () => {
    const jest = { exitCode: 1, counts: undefined };
    expect(tally({ checks: [ok], jest, selective: false })).toEqual({ passed: 1, failed: 1 });
  });
});
