export interface Header {
  readonly name: string;
  /** Unfolded; encoded words are left as they are. */
  readonly value: string;
}

export interface Split {
  readonly headers: readonly Header[];
  readonly body: Buffer;
}

const SEPARATORS = ['\r\n\r\n', '\n\n'];

/** Cuts an entity at its first empty line. Raw bytes in a header are UTF-8 where they are valid as that. */
export function splitEntity(entity: Buffer): Split {
  if (entity[0] === 0x0a || (entity[0] === 0x0d && entity[1] === 0x0a)) {
    return { headers: [], body: entity.subarray(entity[0] === 0x0a ? 1 : 2) };
  }
  const cuts = SEPARATORS.map((mark) => ({ mark, at: entity.indexOf(mark) })).filter(({ at }) => at >= 0);
  const cut = cuts.sort((a, b) => a.at - b.at)[0];
  const head = cut ? entity.subarray(0, cut.at) : entity;
  return {
    headers: parseHeaders(textOf(head)),
    body: cut ? entity.subarray(cut.at + cut.mark.length) : EMPTY,
  };
}

const EMPTY = Buffer.alloc(0);

function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

function parseHeaders(head: string): Header[] {
  const unfolded = head.replace(/\r?\n(?=[ \t])/g, '');
  return unfolded.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 ? [{ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }] : [];
  });
}

export const headerValues = (headers: readonly Header[], name: string): string[] =>
  headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value);

export const headerValue = (headers: readonly Header[], name: string): string | undefined =>
  headerValues(headers, name)[0];
