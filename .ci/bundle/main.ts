import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildArtefacts } from './buildArtefacts.ts';
import { buildWeb } from './web.ts';

const HELP = `Usage: npm run build [-- --out folder]

Bundles each function into a folder that can be deployed as it is, dist/<function>/, and the same as dist/<function>.zip:
its code and source maps, a package.json whose only dependency is the Functions Framework, and its package-lock.json.
The browser's app becomes dist/web/, as Firebase Hosting serves it (firebase.json).
The same commit gives the same bytes. Terraform uploads the archives, \`firebase deploy\` the app.
`;

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: resolve(root, 'dist') },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) {
  console.log(HELP);
} else {
  const out = resolve(values.out);
  const artefacts = await buildArtefacts(root, out);
  const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;
  for (const { name, bytes } of artefacts)
    console.log(
      `${`${name}.zip`.padEnd(26)} ${megabytes(bytes.archive)}, ${megabytes(bytes.folder)} unpacked`,
    );
  const web = await buildWeb(root, join(out, 'web'));
  const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1_000)} kB`;
  console.log(
    `${'web/'.padEnd(26)} ${kilobytes(web.firstLoad.scripts)} of script and ${kilobytes(web.firstLoad.styles)} of styles ` +
      `before it shows, ${kilobytes(web.all)} in all, compressed`,
  );
  console.log(`${artefacts.length} functions and the app in ${relative(process.cwd(), out) || '.'}/`);
}
