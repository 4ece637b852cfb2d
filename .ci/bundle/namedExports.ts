import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'named-exports';

/**
 * Gives what `await import` brings of a CommonJS package the names that Node finds in it: a bundle of several files has
 * `default` alone.
 */
export function namedExports(root: string): Plugin {
  const resolveDir = `${root}/functions`;
  const require = createRequire(`${resolveDir}/`);
  return {
    name: NAMESPACE,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[^./]/ }, ({ kind, path, importer, namespace }) =>
        kind === 'dynamic-import' &&
        namespace === 'file' &&
        !/node_modules/.test(importer) &&
        !/^node:/.test(path)
          ? { path, namespace: NAMESPACE }
          : undefined,
      );
      onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: named(path, Object.keys(require(path))),
        resolveDir,
      }));
    },
  };
}

function named(path: string, names: readonly string[]): string {
  const exported = names.filter((name) => name !== 'default' && /^[\w$]+$/.test(name));
  return [
    `import * as all from ${JSON.stringify(path)};`,
    'export default all.default;',
    ...exported.map((name) => `const ${name}$ = all.${name}; export { ${name}$ as ${name} };`),
  ].join('\n');
}
