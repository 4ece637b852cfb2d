import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const LONGEST_INSTALL_MS = 15 * 60_000;

/** Two launches at once must not install into each other: the second waits. A lock whose owner is gone is taken over. */
export async function withInstallLock(folder, install) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'install.lock');
  while (!take(path)) {
    if (isStale(path)) rmSync(path, { force: true });
    else await setTimeout(100);
  }
  process.once('exit', () => rmSync(path, { force: true }));
  await install();
  rmSync(path, { force: true });
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    if (Date.now() - statSync(path).mtimeMs > LONGEST_INSTALL_MS) return true;
    return pid > 0 && !isAlive(pid);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
