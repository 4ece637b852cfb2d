import { join } from 'node:path';

/** Jest with our reporters, which come last: an option that takes a list would take the path patterns with it. */
export function jestCommandLine(root: string, chosen: readonly string[]): readonly string[] {
  const reporters = ['default', join(root, 'test/support/jest/report-counts.mjs')];
  return [
    join(root, 'node_modules/jest/bin/jest.js'),
    ...chosen,
    ...reporters.map((name) => `--reporters=${name}`),
  ];
}
