import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { aKeyring } from '../../support/stack/environment.ts';
import { DemoError } from './demoError.ts';

const FOLDER = '.local';
const FILE = `${FOLDER}/secrets.json`;

const Secrets = z.object({ TOKEN_KEYRING: z.string(), CRON_SECRET: z.string() });
export type Secrets = z.output<typeof Secrets>;

/** The secrets of this checkout's own demo, the same after a restart: grants that were stored stay readable. */
export function keptSecrets(): Secrets {
  if (existsSync(FILE)) return read();
  const secrets = { TOKEN_KEYRING: aKeyring(), CRON_SECRET: randomBytes(16).toString('hex') };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

function read(): Secrets {
  try {
    return Secrets.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  } catch (cause) {
    throw new DemoError(`${FILE} does not have the demo's secrets: delete it and start again.`, { cause });
  }
}
