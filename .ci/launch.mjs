// node .ci/launch.mjs <script> [args…]: runs a script of this project with the project's own Node, on whatever Node
// the machine has. Installs the dependencies first when they are missing or no longer what package-lock.json says.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';

const NEEDED = 24;
const ORPHAN_POLL_MS = 250;
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'node_modules', '.bin');

/** Where Node keeps what it has compiled: TypeScript is stripped of its types once, not at every start. */
const compiled = join(root, 'node_modules', '.cache', 'compiled');

/** The pinned Node where its package exists for this platform, then the running one if it is new enough. */
function candidates() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(root, 'node_modules', `node-${packagePlatform()}-${process.arch}`, 'bin', name);
  const running = realpathSync(process.execPath);
  const newEnough = Number(process.versions.node.split('.')[0]) >= NEEDED;
  return [...(existsSync(pinned) ? [pinned] : []), ...(newEnough && running !== pinned ? [running] : [])];
}

function packagePlatform() {
  return process.platform === 'win32' ? 'win' : process.platform;
}

function run([node, ...others], args) {
  if (node === undefined) {
    console.error(
      `There is no packaged Node for ${process.platform}-${process.arch} and this is ${process.version}: ` +
        `install Node ${NEEDED} or newer (https://nodejs.org) and run this again.`,
    );
    process.exit(1);
  }
  const path = [dirname(node), bin, process.env.PATH].join(delimiter);
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: path };
  const child = spawn(node, args, { stdio: 'inherit', env });
  // A binary for another C library or processor does not even start: the next one may.
  child.once('error', () => run(others, args));
  child.once('spawn', () => passOn(child));
}

/** The child is told to stop once, and this process ends as the child did, after it. */
function passOn(child) {
  // A terminal sends Ctrl-C to the child as well as to us; anyone else's SIGINT is ours to pass on.
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  let interrupted = false;
  process.on('SIGINT', () => {
    if (!atTerminal && !interrupted) child.kill('SIGINT');
    interrupted = true;
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) stopWhenOrphaned(child);
  child.once('exit', (code, signal) => {
    process.exit(code ?? 128 + constants.signals[signal]);
  });
}

/** npm ends its scripts by signalling the shell in between, which does not pass it on but leaves us to init. */
function stopWhenOrphaned(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, ORPHAN_POLL_MS);
}

const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  console.error('Usage: node .ci/launch.mjs <script> [args…]');
  process.exit(2);
}
await install(root);
run(candidates(), [script, ...args]);
