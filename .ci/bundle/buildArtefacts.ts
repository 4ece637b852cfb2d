import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { FUNCTIONS } from '../../functions/registry.ts';
import { archive } from './archive.ts';
import { bundle, type Files } from './bundle.ts';
import { lockFor, manifest } from './manifest.ts';

export interface Artefact {
  readonly name: string;
  /** The deployable source folder. */
  readonly folder: string;
  /** The same, as an archive. */
  readonly archive: string;
  readonly bytes: { readonly folder: number; readonly archive: number };
}

const Project = z.object({ version: z.string() });

/** Writes `<out>/<function>/` and `<out>/<function>.zip` of every function. What was there before goes. */
export async function buildArtefacts(root: string, out: string): Promise<readonly Artefact[]> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(root, name), 'utf8'));
  const { version } = Project.parse(await read('package.json'));
  const lock = await read('package-lock.json');
  const bundles = await bundle(root, FUNCTIONS);
  await rm(out, { recursive: true, force: true });
  const artefacts: Artefact[] = [];
  for (const [name, code] of bundles) {
    const made = manifest(name, version, lock);
    const files: Files = new Map([
      ...code,
      ['package.json', json(made)],
      ['package-lock.json', json(lockFor(made, lock))],
    ]);
    artefacts.push(await write(out, name, files));
  }
  return artefacts;
}

const json = (value: object): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

async function write(out: string, name: string, files: Files): Promise<Artefact> {
  const folder = join(out, name);
  const file = join(out, `${name}.zip`);
  let bytes = 0;
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, { mode: 0o644 });
    bytes += content.length;
  }
  const zipped = archive(files);
  await writeFile(file, zipped, { mode: 0o644 });
  return { name, folder, archive: file, bytes: { folder: bytes, archive: zipped.length } };
}
