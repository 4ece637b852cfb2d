import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

const END = 22;
const CENTRAL = 46;
const LOCAL = 30;

/** Reads a zip, modes and times included, by the directory at its end, as every reader does. */
export async function readArchive(path: string): Promise<ReadonlyMap<string, Entry>> {
  const bytes = await readFile(path);
  const end = bytes.length - END;
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + CENTRAL, at + CENTRAL + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const begin = local + LOCAL + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    entries.set(name, {
      mode: bytes.readUInt32LE(at + 38) >>> 16,
      time: bytes.readUInt32LE(at + 12),
      content: inflateRawSync(bytes.subarray(begin, begin + bytes.readUInt32LE(at + 20))),
    });
    at += CENTRAL + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

interface Entry {
  readonly mode: number;
  /** In DOS's format, date and time. */
  readonly time: number;
  readonly content: Buffer;
}
