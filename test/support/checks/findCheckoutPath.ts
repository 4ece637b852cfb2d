import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from '../errorCode.ts';

/** Finds committed text that holds the absolute path of the checkout: it works on one machine alone. */
export async function findCheckoutPath(root: string): Promise<readonly string[]> {
  if (!existsSync(join(root, '.git'))) return [];
  // A checkout in a folder such as /app is named by files that know nothing of it.
  if (root.split('/').filter(Boolean).length < 2) return [];
  const problems = await Promise.all((await trackedFiles(root)).map((path) => linesWithPath(root, path)));
  return problems.flat();
}

async function trackedFiles(root: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { cwd: root, maxBuffer: 2 ** 26 });
  return stdout.split('\0').filter(Boolean);
}

async function linesWithPath(root: string, path: string): Promise<readonly string[]> {
  const content = await readFile(join(root, path)).catch(missingAsEmpty);
  if (content.includes(0) || !content.includes(root)) return [];
  return content
    .toString('utf8')
    .split('\n')
    .flatMap((line, index) => (holdsPath(line, root) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}

/** Whether the path stands there whole: not as the end of a longer path, nor as the start of a longer name. */
function holdsPath(line: string, root: string): boolean {
  const between = line.split(root);
  return between
    .slice(1)
    .some((after, index) => !/^[\w-]/.test(after) && !/[\w./-]$/.test(between[index] ?? ''));
}

/** A tracked file may be deleted and not committed yet, or be a link to a folder. */
function missingAsEmpty(error: unknown): Buffer {
  if (errorCode(error) === 'ENOENT' || errorCode(error) === 'EISDIR') return Buffer.alloc(0);
  throw error;
}
