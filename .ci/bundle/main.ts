import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildArtefacts } from './buildArtefacts.ts';

const HELP = `Usage: npm run build [-- --out folder]

Bundles each function into a folder that can be deployed as it is, dist/<function>/, and the same as dist/<function>.zip:
its code and source maps, a package.json whose only dependency is the Functions Framework, and its package-lock.json.
The same commit gives the same bytes. Terraform uploads the archives.
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
  console.log(`${artefacts.length} functions in ${relative(process.cwd(), out) || '.'}/`);
}
