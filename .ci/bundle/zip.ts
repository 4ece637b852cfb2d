import { constants, crc32, deflateRawSync } from 'node:zlib';

/** Midnight, 1 January 1980: the oldest time that a zip can tell. */
const DOS_TIME = 0;
const DOS_DATE = (1 << 5) | 1;
/** Made on Unix, so that the mode counts: a file that everybody may read. */
const MADE_BY = (3 << 8) | 20;
const MODE = 0o100644 * 0x10000;
const DEFLATE = 8;
const UTF8_NAMES = 0x800;

/**
 * A zip archive whose bytes follow from its files alone: in the order of their names, without times, owners or modes of
 * their own. For less than 4 GiB and 65,535 files.
 */
export function zip(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = Buffer.from(path);
    const body = deflated(content);
    const described = description(name, content, body);
    const local = Buffer.concat([words('PK\x03\x04', [20, 2]), described, name, body]);
    const central = Buffer.concat([
      words('PK\x01\x02', [MADE_BY, 2], [20, 2]),
      described,
      words('', [0, 2], [0, 2], [0, 2], [MODE, 4], [offset, 4]),
      name,
    ]);
    bodies.push(local);
    directory.push(central);
    offset += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count: [number, number] = [files.size, 2];
  const end = words('PK\x05\x06', [0, 2], [0, 2], count, count, [size, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...bodies, ...directory, end]);
}

/** Flags, method, time, checksum, sizes and the lengths of name and extra field, as both headers have them. */
function description(name: Buffer, content: Uint8Array, body: Buffer): Buffer {
  return words(
    '',
    [UTF8_NAMES, 2],
    [DEFLATE, 2],
    [DOS_TIME, 2],
    [DOS_DATE, 2],
    [crc32(content), 4],
    [body.length, 4],
    [content.length, 4],
    [name.length, 2],
    [0, 2],
  );
}

const known = new WeakMap<Uint8Array, Buffer>();

/** Functions share most of their files: each is compressed once. */
function deflated(content: Uint8Array): Buffer {
  const body = known.get(content) ?? deflateRawSync(content, { level: constants.Z_BEST_COMPRESSION });
  known.set(content, body);
  return body;
}

function words(signature: string, ...numbers: readonly (readonly [value: number, bytes: number])[]): Buffer {
  const buffer = Buffer.alloc(signature.length + numbers.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = buffer.write(signature, 'latin1');
  for (const [value, bytes] of numbers) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}
