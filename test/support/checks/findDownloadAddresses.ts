import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An address in the lock file makes `npm ci` fail wherever that registry cannot be reached. */
export async function findDownloadAddresses(root: string): Promise<readonly string[]> {
  const lines = (await readFile(join(root, 'package-lock.json'), 'utf8')).split('\n');
  return lines.flatMap((line, index) =>
    line.includes('"resolved": "http')
      ? [`package-lock.json:${index + 1}: ${line.trim()} (npm run relock removes it)`]
      : [],
  );
}
