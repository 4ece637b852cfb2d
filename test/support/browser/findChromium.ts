import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const MAC_APPLICATIONS = ['Google Chrome', 'Chromium'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/** What was found on this machine. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly exists: (path: string) => boolean;
}

const THIS_MACHINE: Machine = { env: process.env, platform: process.platform, exists: existsSync };

/** The browser to test with, be it Chromium or Chrome; none is ever downloaded. @throws Error that says what to install */
export function findChromium({ env, platform, exists }: Machine = THIS_MACHINE): string {
  const told = env['CHROMIUM_PATH'];
  if (told) {
    if (exists(told)) return told;
    throw new Error(`CHROMIUM_PATH is ${told}, and there is nothing: it is the path of Chromium or Chrome.`);
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const found = [
    ...COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(platform === 'darwin' ? MAC_APPLICATIONS : []),
  ].find(exists);
  if (found !== undefined) return found;
  throw new Error(
    'Chromium was not found: install it (Debian: apt-get install chromium; macOS: brew install --cask google-chrome), ' +
      'or set CHROMIUM_PATH to a Chromium or Chrome, and run this again.',
  );
}
