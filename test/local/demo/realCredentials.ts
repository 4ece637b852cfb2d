import { existsSync } from 'node:fs';
import { CALLBACK_PATH } from '../../../functions/redirectUri.ts';
import { DemoError } from './demoError.ts';

const FILE = '.env.local';
const NAMES = ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'] as const;

const redirectUriAt = (port: number): string => `http://localhost:${port}${CALLBACK_PATH}`;

/** Takes the OAuth client of the person's own from .env.local into the environment. @throws DemoError */
export function loadCredentials(port: number): void {
  if (existsSync(FILE)) process.loadEnvFile(FILE);
  const missing = NAMES.filter((name) => !process.env[name]);
  if (missing.length === 0) return;
  throw new DemoError(
    `--gmail real needs ${missing.join(' and ')} in ${FILE} (NAME=value, a line each): those of an OAuth client of ` +
      `type "Web application" (Google Cloud console > APIs & Services > Credentials) with the redirect URI ` +
      `${redirectUriAt(port)}, in a project with the Gmail API enabled.`,
  );
}
