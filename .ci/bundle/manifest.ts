import { z } from 'zod';
import { EXTERNALS } from './bundle.ts';

const Package = z.looseObject({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  peerDependenciesMeta: z.record(z.string(), z.looseObject({ optional: z.boolean().optional() })).default({}),
});
const Lock = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), Package) });
type Packages = z.output<typeof Lock>['packages'];

/** The artefact's package.json: nothing is installed but what the bundle leaves out, at the version that is tested. */
export function manifest(name: string, version: string, lock: unknown) {
  const { packages } = Lock.parse(lock);
  const versionOf = (external: string) => {
    const locked = packages[`node_modules/${external}`]?.version;
    if (locked === undefined) throw new Error(`package-lock.json has no version of ${external}`);
    return locked;
  };
  return {
    name: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    version,
    private: true,
    type: 'module',
    main: `${name}.js`,
    engines: { node: '24.x' },
    scripts: { 'gcp-build': 'node warm.js' },
    dependencies: Object.fromEntries(EXTERNALS.map((external) => [external, versionOf(external)])),
  };
}

/** The part of the project's own lock that the artefact needs, each package where it is there. */
export function lockFor(made: ReturnType<typeof manifest>, lock: unknown) {
  const { packages } = Lock.parse(lock);
  const { name, version, dependencies, engines } = made;
  const needed = [...reach(packages, Object.keys(dependencies))].sort();
  return {
    name,
    version,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name, version, dependencies, engines },
      ...Object.fromEntries(needed.map((path) => [path, forProduction(lock, path)])),
    },
  };
}

/** As npm wrote it, but that here it is no development dependency. */
function forProduction(lock: unknown, path: string): object {
  const { packages } = z
    .object({ packages: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(lock);
  const { dev: _dev, devOptional: _devOptional, peer: _peer, ...entry } = packages[path] ?? {};
  return entry;
}

function reach(packages: Packages, names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = names.map((name) => ({ name, from: '', optional: false }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { name, from, optional } = next;
    const path = placeOf(packages, name, from);
    if (path === undefined) {
      if (optional) continue;
      throw new Error(`package-lock.json has no ${name} for ${from}`);
    }
    if (found.has(path)) continue;
    found.add(path);
    for (const wanted of wantedBy(packages[path])) waiting.push({ ...wanted, from: path });
  }
  return found;
}

function wantedBy(entry: Packages[string] | undefined): readonly { name: string; optional: boolean }[] {
  if (!entry) return [];
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = entry;
  return [
    ...Object.keys(dependencies).map((name) => ({ name, optional: name in optionalDependencies })),
    ...Object.keys(optionalDependencies).map((name) => ({ name, optional: true })),
    ...Object.keys(peerDependencies).flatMap((name) =>
      peerDependenciesMeta[name]?.optional ? [] : { name, optional: false },
    ),
  ];
}

/** Where Node finds a package: the nearest node_modules upwards. */
function placeOf(packages: Packages, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '') return undefined;
  }
}
