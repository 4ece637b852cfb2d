import { randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type OutputFile } from 'esbuild';
import { fillTemplate } from './fillTemplate.ts';
import { type FirstLoad, firstLoadOf, type Outputs } from './firstLoad.ts';

export interface WebBuild {
  readonly folder: string;
  /** What comes over the line before the app is there: script and styles, in bytes, compressed. */
  readonly firstLoad: { readonly scripts: number; readonly styles: number };
  /** All scripts and styles, the later ones too. */
  readonly all: number;
}

/** Browsers of the last two years. */
const TARGETS = ['chrome131', 'edge131', 'firefox133', 'safari18', 'ios18'];

/** In the root whatever is written where: source maps name sources relative to it, and are to be the same anywhere. */
const OUT = 'dist/web';

/**
 * Writes the browser's app, as Hosting serves it: index.html with the addresses of its scripts and styles filled in,
 * those under names that change with what is in them, and web/public as it is. What was there before goes, once all of
 * the new is there.
 */
export async function buildWeb(root: string, out: string): Promise<WebBuild> {
  const template = await readFile(join(root, 'web/index.html'), 'utf8');
  const { outputFiles, metafile } = await bundleApp(root);
  const written = new Map(outputFiles.map((file) => [posixPath(root, file), file.contents]));
  const firstLoad = firstLoadOf(nameable(metafile.outputs));
  await replaceFolder(out, async (folder) => {
    await cp(join(root, 'web/public'), folder, { recursive: true });
    for (const [path, content] of written) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content, { mode: 0o644 });
    }
    await writeFile(join(folder, 'index.html'), fillTemplate(template, firstLoad), { mode: 0o644 });
  });
  return { folder: out, ...measure(written, firstLoad) };
}

/**
 * Source maps are written beside the scripts and named by none of them: with them a trace in somebody's console is read,
 * and firebase.json keeps them out of what is deployed.
 */
function bundleApp(root: string) {
  return build({
    absWorkingDir: root,
    entryPoints: [{ in: 'web/src/main.tsx', out: 'assets/main' }],
    outdir: OUT,
    entryNames: '[dir]/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    publicPath: '/',
    loader: { '.svg': 'file', '.woff2': 'file' },
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'esm',
    target: TARGETS,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'linked',
    sourcemap: 'external',
    sourcesContent: false,
    preserveSymlinks: true,
    logLevel: 'silent',
  });
}

const posixPath = (root: string, { path }: OutputFile): string =>
  relative(join(root, OUT), path).replaceAll('\\', '/');

const nameable = (outputs: Outputs): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).map(([path, output]) => [
      posix.relative(OUT, path),
      {
        ...output,
        imports: output.imports.map((each) => ({ ...each, path: posix.relative(OUT, each.path) })),
      },
    ]),
  );

/** Readers of the folder see the old one or the new one, and for a moment none, but never half of it. */
async function replaceFolder(out: string, write: (folder: string) => Promise<void>): Promise<void> {
  const fresh = `${out}.${randomUUID()}`;
  try {
    await mkdir(fresh, { recursive: true });
    await write(fresh);
    await rm(out, { recursive: true, force: true });
    await rename(fresh, out);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
}

function measure(
  written: ReadonlyMap<string, Uint8Array>,
  { scripts, styles }: FirstLoad,
): Omit<WebBuild, 'folder'> {
  const sizeOf = (paths: readonly string[]) =>
    paths.reduce((sum, path) => sum + gzipSync(written.get(path) ?? '', { level: 9 }).length, 0);
  return {
    firstLoad: { scripts: sizeOf(scripts), styles: sizeOf(styles) },
    all: sizeOf([...written.keys()].filter((path) => /\.(js|css)$/.test(path))),
  };
}
