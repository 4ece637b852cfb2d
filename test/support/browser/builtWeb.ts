import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildWeb } from '../../../.ci/bundle/web.ts';

/** Jest's workers inherit what is set before they start. */
const FOLDER = 'BUILT_WEB';
const PROBLEM = 'BUILT_WEB_PROBLEM';

/** Once a run. What keeps the app from being built fails the tests that need it, and no others. */
export async function buildForAllTests(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'web-'));
  try {
    await buildWeb(resolve(import.meta.dirname, '../../..'), join(folder, 'web'));
    process.env[FOLDER] = join(folder, 'web');
  } catch (error) {
    process.env[PROBLEM] = error instanceof Error ? error.message : String(error);
  }
  return () => rm(folder, { recursive: true, force: true });
}

/** The folder with the app. @throws Error that says why there is none */
export function builtWeb(): string {
  const folder = process.env[FOLDER];
  if (folder) return folder;
  throw new Error(`The app is not built: ${process.env[PROBLEM] ?? 'Jest runs without its global setup.'}`);
}
