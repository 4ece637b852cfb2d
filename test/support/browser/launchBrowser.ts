import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './findChromium.ts';

/** No name but this machine's is found: whatever a page asks for, it does not get out. */
const NO_INTERNET = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1';

/** Chromium without a window. @throws Error that says what to install */
export function launchBrowser(): Promise<Browser> {
  // Chromium does not start its sandbox as root; nothing but our own pages is opened here.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: findChromium(),
    args: [NO_INTERNET, '--disable-dev-shm-usage', ...(isRoot ? ['--no-sandbox'] : [])],
  });
}
