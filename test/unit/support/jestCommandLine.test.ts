import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { jestCommandLine } from '../../support/jest/jestCommandLine.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('a path pattern chooses the tests that are run', async () => {
  const chosen = ['test/unit/domain/historyId', '--listTests'];
  const jest = spawn(process.execPath, jestCommandLine(root, chosen), { cwd: root });
  const listed = await text(jest.stdout);
  expect(listed.trim().split('\n')).toEqual([expect.stringMatching(/historyId\.test\.ts$/)]);
});
