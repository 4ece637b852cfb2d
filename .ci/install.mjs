// Keeps node_modules at what package-lock.json says. The common case, nothing to do, costs a hash of one file.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withInstallLock } from './installLock.mjs';

/** Runs `npm ci` when needed; on failure shows what npm said and exits with its code. */
export async function install(root) {
  if (isInstalled(root)) return;
  await withInstallLock(join(root, '.local'), async () => {
    // Another launch may have installed while this one waited.
    if (isInstalled(root)) return;
    console.error('Installing dependencies (first run, about a minute)…');
    const { code, output } = await npmCi(root);
    if (code !== 0) {
      console.error(output.trimEnd());
      process.exit(code);
    }
    writeStamp(root);
  });
}

function isInstalled(root) {
  if (readStamp(root) === wanted(root)) return true;
  if (!matchesLock(root)) return false;
  writeStamp(root);
  return true;
}

const stampPath = (root) => join(root, 'node_modules', '.launch-stamp');

function readStamp(root) {
  return existsSync(stampPath(root)) ? readFileSync(stampPath(root), 'utf8') : undefined;
}

function writeStamp(root) {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stampPath(root), wanted(root));
}

/** Of package.json only what decides on packages: editing a script must not cost an install. */
function wanted(root) {
  const { dependencies, devDependencies, optionalDependencies, overrides } = readJson(root, 'package.json');
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(JSON.stringify([dependencies, devDependencies, optionalDependencies, overrides]))
    .digest('hex');
}

/**
 * Whether someone's own `npm install` already brought what is locked: npm records what it installed. npm may leave
 * out optional packages, for their platform or for their engine; only a binary for this platform is missed here.
 */
function matchesLock(root) {
  const installedPath = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, installedPath))) return false;
  const lock = readJson(root, 'package-lock.json').packages;
  const installed = readJson(root, installedPath).packages;
  return (
    lockAgreesWithManifest(root, lock['']) &&
    Object.entries(lock).every(([path, entry]) => {
      if (path === '' || entry.link) return true;
      const there = installed[path];
      return there === undefined
        ? entry.optional === true && !isBinaryForHere(entry)
        : there.version === entry.version;
    })
  );
}

function lockAgreesWithManifest(root, locked) {
  const manifest = readJson(root, 'package.json');
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every(
    (kind) => JSON.stringify(sorted(manifest[kind])) === JSON.stringify(sorted(locked[kind])),
  );
}

const sorted = (record = {}) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

function isBinaryForHere({ os = [], cpu = [], libc = [] }) {
  return os.includes(process.platform) && cpu.includes(process.arch) && !libc.includes('musl');
}

function readJson(root, path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

/** npm replaces node_modules, so it must not run on the Node that is in there. */
function npmCi(root) {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.endsWith('node_modules/.bin'));
  const child = spawn('npm', ['ci', '--no-progress', '--loglevel=error'], {
    cwd: root,
    env: { ...process.env, PATH: path.join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => {
    child.once('error', (error) =>
      resolve({ code: 1, output: `npm could not be started: ${error.message}` }),
    );
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
