import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Packages that are loaded when something of theirs is first used instead of before a function listens, like a `require`
 * inside of a function. Only CommonJS can do that without an `await`, so only such packages can be here.
 */
const LAZY_PACKAGES: ReadonlySet<string> = new Set([
  '@google-cloud/firestore',
  'google-auth-library',
  'googleapis/build/src/apis/gmail/index.js',
  'firebase-admin/app',
  'firebase-functions/https',
  'html-to-text',
  'iconv-lite',
  'ical.js',
  'libmime',
  'libmime/lib/charset',
  'nodemailer/lib/addressparser',
  'sanitize-html',
]);

const STAND_IN = 'lazy';
const PACKAGE = 'package';
const WRITTEN = 'written:';

const fileOf = (path: string): string => `package-${path.replace(/\W+/g, '-')}`;

/** Each lazy package is written as a module of its own, so that nothing of it is even read before. */
export const lazyEntryPoints = [...LAZY_PACKAGES].map((path) => ({
  in: `${PACKAGE}:${path}`,
  out: `parts/${fileOf(path)}`,
}));

/** The module that a part loads when it needs the package, if `input` of esbuild's metafile is a lazy package. */
export function lazyModule(input: string): string | undefined {
  const [namespace, path] = input.split(':');
  return namespace === STAND_IN && path !== undefined ? `parts/${fileOf(path)}.js` : undefined;
}

/** Puts a stand-in between our own code and each lazy package. */
export function lazyPackages(root: string): Plugin {
  const require = createRequire(`${root}/functions/`);
  const resolveDir = `${root}/functions`;
  return {
    name: 'lazy-packages',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^package:/ }, ({ path }) => ({
        path: path.slice(PACKAGE.length + 1),
        namespace: PACKAGE,
      }));
      onResolve({ filter: /^written:/ }, ({ path }) => ({
        path: path.slice(WRITTEN.length),
        external: true,
      }));
      onResolve({ filter: /^[^./]/ }, ({ path, importer, namespace }) =>
        LAZY_PACKAGES.has(path) && namespace === 'file' && !importer.includes('node_modules')
          ? { path, namespace: STAND_IN }
          : undefined,
      );
      onLoad({ filter: /.*/, namespace: PACKAGE }, ({ path }) => ({
        contents: `export default require(${JSON.stringify(path)});`,
        resolveDir,
      }));
      onLoad({ filter: /.*/, namespace: STAND_IN }, ({ path }) => ({
        contents: standIn(path, Object.keys(require(path))),
        resolveDir,
      }));
    },
  };
}

/** Stands in for the package's `module.exports`. Its names are known before, so that nobody who looks for them loads it. */
function standIn(path: string, names: readonly string[]): string {
  return `
const names = ${JSON.stringify(names)};
let loaded;
const load = () => (loaded ??= require('${WRITTEN}./${fileOf(path)}.js').default);
module.exports = new Proxy(function () {}.bind(), {
  get: (_, key) => Reflect.get(load(), key),
  set: (_, key, value) => Reflect.set(load(), key, value),
  has: (_, key) => Reflect.has(load(), key),
  ownKeys: () => names,
  getOwnPropertyDescriptor: (_, key) =>
    names.includes(key) ? { configurable: true, enumerable: true, value: undefined } : undefined,
  apply: (_, self, given) => Reflect.apply(load(), self, given),
  construct: (_, given) => Reflect.construct(load(), given),
});`;
}
