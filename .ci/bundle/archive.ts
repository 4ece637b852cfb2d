import { crc32 } from 'node:zlib';
import { deflateSync, Zip, type ZipInputFile } from 'fflate';
import type { Files } from './bundle.ts';

const DEFLATE = 8;
const UNIX = 3;
/** A file that everybody may read. */
const MODE = 0o100644;
/** The oldest time that a zip can tell. fflate writes what the clock on the wall says, which is the same in every zone. */
const MIDNIGHT = new Date(1980, 0, 1);

/**
 * A zip archive whose bytes follow from its files alone: in the order of their names, without times, owners or modes of
 * their own, and compressed by code that is the same on every machine, which Node's zlib is not.
 */
export function archive(files: Files): Uint8Array {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const [filename, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const file: ZipInputFile = {
      filename,
      size: content.length,
      crc: crc32(content),
      compression: DEFLATE,
      os: UNIX,
      attrs: MODE * 0x10000,
      mtime: MIDNIGHT,
    };
    zip.add(file);
    file.ondata?.(null, deflated(content), true);
  }
  zip.end();
  return Buffer.concat(chunks);
}

const known = new WeakMap<Uint8Array, Uint8Array<ArrayBuffer>>();

/** Functions share most of their files: each is compressed once. */
function deflated(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = known.get(content) ?? deflateSync(content, { level: 9, mem: 12 });
  known.set(content, body);
  return body;
}
