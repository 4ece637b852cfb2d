import { posix } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { lazyEntryPoints, lazyModule, lazyPackages } from './lazyPackages.ts';
import { namedExports } from './namedExports.ts';
import { plainHttp } from './plainHttp.ts';

/** Installed beside the bundle: bundled, its registry would be there twice, and no target be found. */
export const EXTERNALS = ['@google-cloud/functions-framework'] as const;

/** In the root whatever is written where: source maps name sources relative to it, and are to be the same anywhere. */
const OUT = 'dist/function';

export type Files = ReadonlyMap<string, Uint8Array>;

/** Bundles all functions at once, each with `warm.js`, and tells them apart by what each of them reaches. */
export async function bundle(root: string, names: readonly string[]): Promise<ReadonlyMap<string, Files>> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      ...names.map((name) => ({ in: `main:${name}`, out: name })),
      { in: 'functions/artefact/warm.ts', out: 'warm' },
      ...lazyEntryPoints,
    ],
    outdir: OUT,
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    preserveSymlinks: true,
    external: [...EXTERNALS],
    banner: { js: COMMONJS },
    logLevel: 'silent',
    plugins: [mains(root), plainHttp, namedExports(root), lazyPackages(root)],
  });
  const written = new Map(
    outputFiles.map(({ path, contents }) => [posix.relative(posix.join(root, OUT), path), contents]),
  );
  const reached = reachOf(metafile.outputs);
  return new Map(names.map((name) => [name, filesOf(written, reached([`${name}.js`, 'warm.js']))] as const));
}

/** What CommonJS packages expect to find around them, in an ES module. */
const COMMONJS = [
  `import { createRequire as createRequire__ } from 'node:module';`,
  'const require = createRequire__(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;',
].join('');

/**
 * A function's main module: the compile cache, then what comes before every function, then the function. One after the
 * other, because Node looks in the cache as it loads a module, and some packages keep what they find when they are loaded.
 */
function mains(root: string): Plugin {
  return {
    name: 'mains',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^main:/ }, ({ path }) => ({
        path: path.slice('main:'.length),
        namespace: 'main',
      }));
      onLoad({ filter: /.*/, namespace: 'main' }, ({ path: name }) => ({
        contents: [
          `import { enableCompileCache } from 'node:module';`,
          `enableCompileCache(import.meta.dirname + '/.compile-cache');`,
          `(await import('./artefact/start.ts')).start();`,
          `await import('./${name}.ts');`,
        ].join('\n'),
        resolveDir: `${root}/functions`,
      }));
    },
  };
}

type Outputs = Readonly<
  Record<
    string,
    {
      readonly inputs: Readonly<Record<string, unknown>>;
      readonly imports: readonly { readonly path: string; readonly external?: boolean }[];
    }
  >
>;

/** Which outputs are loaded by these, at once or later. */
function reachOf(outputs: Outputs): (from: readonly string[]) => ReadonlySet<string> {
  return (from) => {
    const found = new Set<string>();
    const waiting = [...from];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      const output = outputs[`${OUT}/${name}`];
      if (!output) throw new Error(`The bundle has no ${name}`);
      for (const { path, external } of output.imports) if (!external) waiting.push(posix.relative(OUT, path));
      for (const input of Object.keys(output.inputs)) waiting.push(...[lazyModule(input) ?? []].flat());
    }
    return found;
  };
}

function filesOf(written: Files, reached: ReadonlySet<string>): Files {
  return new Map([...written].filter(([path]) => reached.has(path.replace(/\.map$/, ''))));
}
