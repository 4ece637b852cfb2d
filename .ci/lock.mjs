// Completes package-lock.json after `npm install`, so that `npm ci` passes on every platform and from every registry:
//  - a registry may hide the packages of platforms other than this one, and npm then leaves them out of the lock,
//    which `npm ci` refuses; their versions are pinned by the package that asks for them, so they are filled in here;
//  - a dependency that ships its own shrinkwrap brings download addresses, which do not belong in a lock.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
const EXACT_VERSION = /^\d+\.\d+\.\d+[^\s|]*$/;
const OS = /android|darwin|freebsd|linux|openharmony|win32|wasm32/;
const CPU = /arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64|wasm32/;
let filled = 0;

for (const entry of Object.values(lock.packages)) {
  if (entry.resolved?.startsWith('http')) delete entry.resolved;
}
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const known = lock.packages[`${parent}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];
    if (known || !EXACT_VERSION.test(version) || !OS.test(name) || !CPU.test(name)) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: [CPU.exec(name)[0]],
      dev: entry.dev,
      ...(name.includes('musl') && { libc: ['musl'] }),
      optional: true,
      os: [OS.exec(name)[0]],
    };
    filled += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${filled} platform packages filled in.`);
