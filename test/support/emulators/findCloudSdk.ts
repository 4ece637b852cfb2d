import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The Cloud SDK's root folder: where `gcloud` on PATH really lies, or what gcloud itself says (about a second). */
export async function findCloudSdk(
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const gcloud = (env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'gcloud'))
    .find((path) => existsSync(path));
  if (gcloud === undefined) return undefined;
  const root = dirname(dirname(realpathSync(gcloud)));
  return existsSync(join(root, 'platform')) ? root : askGcloud(gcloud, env);
}

async function askGcloud(
  gcloud: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  try {
    const ask = ['info', '--format=value(installation.sdk_root)'];
    const { stdout } = await promisify(execFile)(gcloud, ask, { env });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
