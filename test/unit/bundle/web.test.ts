import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { buildWeb } from '../../../.ci/bundle/web.ts';

const PAGE =
  '<html>\n  <head>\n    <!-- assets -->\n  </head>\n  <body><div id="app"></div></body>\n</html>\n';

const APP = {
  'web/index.html': PAGE,
  'web/public/robots.txt': 'User-agent: *\n',
  'web/public/mail/closed.html': '<p>mail</p>',
  'web/src/main.tsx':
    "import './main.css';\nimport { shared } from './shared.ts';\nshared('first');\nimport('./late.ts').then((late) => late.begin());",
  'web/src/shared.ts': "export const shared = (what: string) => console.log('shared', what);",
  'web/src/late.ts':
    "import './late.css';\nimport { shared } from './shared.ts';\nexport const begin = () => shared('late');",
  'web/src/main.css': 'body { color: black }',
  'web/src/late.css': 'p { color: red }',
};

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function aProject(files: Readonly<Record<string, string>> = APP): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'web-'));
  folders.push(root);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths
        .sort()
        .map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const),
    ),
  );
}

async function built(root: string): Promise<ReadonlyMap<string, string>> {
  await buildWeb(root, join(root, 'dist/web'));
  return filesIn(join(root, 'dist/web'));
}

const addressesIn = (html: string) => [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, path]) => path);

describe('the build of the app', () => {
  test('names in the page what is needed at once, all of it under names made of its content', async () => {
    const files = await built(await aProject());
    const html = files.get('index.html') ?? '';
    const [style, late, entry, shared, ...more] = addressesIn(html);
    expect([style, late]).toEqual([
      expect.stringMatching(/^assets\/main-[A-Z0-9]{8}\.css$/),
      expect.stringMatching(/^assets\/late-[A-Z0-9]{8}\.css$/),
    ]);
    expect(entry).toMatch(/^assets\/main-[A-Z0-9]{8}\.js$/);
    expect(shared).toMatch(/^assets\/chunk-[A-Z0-9]{8}\.js$/);
    expect(more).toEqual([]);
    expect(html).toContain(`<script type="module" src="/${entry}"></script>`);
    expect(html).toContain(`<link rel="modulepreload" href="/${shared}">`);
    expect(html).not.toContain('<!--');
    for (const path of addressesIn(html)) expect(files.has(path ?? '')).toBe(true);
  });

  test('leaves a part that is imported later to be loaded later', async () => {
    const files = await built(await aProject());
    const late = [...files.keys()].find((path) => /^assets\/late-\w+\.js$/.test(path));
    expect(late).toBeDefined();
    expect(addressesIn(files.get('index.html') ?? '')).not.toContain(late);
  });

  test('copies what is public as it is', async () => {
    const files = await built(await aProject());
    expect(files.get('robots.txt')).toBe(APP['web/public/robots.txt']);
    expect(files.get('mail/closed.html')).toBe(APP['web/public/mail/closed.html']);
  });

  test('has a map beside each script, which no script names', async () => {
    const files = await built(await aProject());
    const scripts = [...files].filter(([path]) => path.endsWith('.js'));
    expect(scripts).toHaveLength(3);
    for (const [path, code] of scripts) {
      expect(files.has(`${path}.map`)).toBe(true);
      expect(code).not.toContain('sourceMappingURL');
    }
  });

  test('gives the same bytes in another folder, and other names once something is different', async () => {
    const first = await built(await aProject());
    expect(await built(await aProject())).toEqual(first);
    const changed = await built(await aProject({ ...APP, 'web/src/main.css': 'body { color: blue }' }));
    expect(addressesIn(changed.get('index.html') ?? '')[0]).not.toBe(
      addressesIn(first.get('index.html') ?? '')[0],
    );
    expect(addressesIn(changed.get('index.html') ?? '')[1]).toBe(
      addressesIn(first.get('index.html') ?? '')[1],
    );
  });

  test('measures what comes before the app shows, compressed', async () => {
    const root = await aProject();
    const { firstLoad, all } = await buildWeb(root, join(root, 'dist/web'));
    const files = await filesIn(join(root, 'dist/web'));
    const sizeOf = (paths: readonly (string | undefined)[]) =>
      paths.reduce((sum, path) => sum + gzipSync(files.get(path ?? '') ?? '', { level: 9 }).length, 0);
    const [style, late, entry, shared] = addressesIn(files.get('index.html') ?? '');
    expect(firstLoad).toEqual({ scripts: sizeOf([entry, shared]), styles: sizeOf([style, late]) });
    expect(all).toBeGreaterThan(firstLoad.scripts + firstLoad.styles);
  });

  test('that fails leaves the app of before, and nothing else', async () => {
    const root = await aProject();
    const before = await built(root);
    await writeFile(join(root, 'web/index.html'), '<html></html>');
    await expect(built(root)).rejects.toThrow('web/index.html has to have <!-- assets --> once');
    await writeFile(join(root, 'web/src/main.tsx'), 'this is no script');
    await expect(built(root)).rejects.toThrow(/main\.tsx:1/);
    expect(await filesIn(join(root, 'dist'))).toEqual(
      new Map([...before].map(([path, content]) => [`web/${path}`, content])),
    );
  });

  test('takes away what the app of before had', async () => {
    const root = await aProject();
    const before = await built(root);
    await writeFile(join(root, 'web/src/late.ts'), "export const begin = () => 'changed';");
    const after = await built(root);
    const late = (files: ReadonlyMap<string, string>) =>
      [...files.keys()].filter((path) => /late-\w+\.js$/.test(path));
    expect(late(after)).toHaveLength(1);
    expect(late(after)).not.toEqual(late(before));
  });
});
