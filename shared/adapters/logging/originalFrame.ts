import { readFileSync, statSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Maps that are larger are of packages: tens of megabytes of memory, for frames that nobody here can mend. */
export const LARGEST_MAP_BYTES = 1_000_000;

const Payload = z.looseObject({
  version: z.literal(3),
  sources: z.array(z.string()),
  mappings: z.string(),
  names: z.array(z.string()).default([]),
});
const FRAME = /^(.*?\(?)(file:\/\/\/[^()]+\.js):(\d+):(\d+)(\)?)$/;

/** A longer line is no frame, but somebody's text. */
const LONGEST_FRAME = 1_000;

/** Only of modules that have one: whatever a text names as a module is not kept. */
const maps = new Map<string, SourceMap>();

/**
 * A line of a stack with the place in the source instead of that in the bundle, if the module has a map beside it. Maps
 * are read when the first error is told: to have Node do it costs each start a third of its time, and each stack that a
 * library looks at.
 */
export function originalFrame(frame: string): string {
  if (frame.length > LONGEST_FRAME) return frame;
  const [, before, url, line, column, after] = FRAME.exec(frame) ?? [];
  if (url === undefined) return frame;
  const found = mapOf(url)?.findOrigin(Number(line), Number(column));
  if (!found || !('fileName' in found)) return frame;
  const { fileName, lineNumber, columnNumber } = found;
  return `${before}${withinProject(fileName)}:${lineNumber}:${columnNumber}${after}`;
}

/** Sources are named from the bundle's folder in `dist`. */
const withinProject = (source: string): string => source.replace(/^(\.\.\/)+/, '');

function mapOf(url: string): SourceMap | undefined {
  const map = maps.get(url) ?? read(url);
  if (map) maps.set(url, map);
  return map;
}

/** A frame without a map, or with one that cannot be read, stays as it is: an error is being told of. */
function read(url: string): SourceMap | undefined {
  try {
    const path = `${fileURLToPath(url)}.map`;
    if (statSync(path).size > LARGEST_MAP_BYTES) return undefined;
    const { version, sources, mappings, names } = Payload.parse(JSON.parse(readFileSync(path, 'utf8')));
    return new SourceMap({ file: '', version, sources, sourcesContent: [], mappings, names, sourceRoot: '' });
  } catch {
    return undefined;
  }
}
