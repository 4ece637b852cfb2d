import { describe, expect, test } from '@jest/globals';
import { readContactRows, UnreadableCsv } from '../../../shared/adapters/csv/readContactRows.ts';

/** A file that comes in pieces of so many bytes. */
async function* file(content: string | Uint8Array, piece = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

async function rowsOf(content: string | Uint8Array, piece?: number) {
  const rows = [];
  for await (const row of readContactRows(file(content, piece))) rows.push(row);
  return rows;
}

const contact = (line: number, name: string, emails: string[], invalid = 0) => ({
  outcome: 'contact',
  line,
  name,
  emails,
  invalid,
});

describe('a file of contacts', () => {
  test.each([
    ['with commas', 'name,email\nAnn,a@example.com\n'],
    ['with semicolons', 'name;email\nAnn;a@example.com\n'],
    ['with tabs', 'name\temail\nAnn\ta@example.com\n'],
    ['with a byte order mark', '\uFEFFname,email\nAnn,a@example.com'],
    ['with Windows’ line ends', 'name,email\r\nAnn,a@example.com\r\n'],
    ['with quotes', '"name","email"\n"Ann","a@example.com"\n'],
    ['with a byte order mark and quotes', '\uFEFF"name";"email"\n"Ann";"a@example.com"\n'],
    ['with other columns', 'id,Name,Phone,E-Mail\n1,Ann,+44,A@Example.com\n'],
    ['with columns in another order', 'Email Address,Full Name\na@example.com,Ann\n'],
    ['with spaces round its cells', ' name , email \n Ann , a@example.com \n'],
    ['without a line end', 'name,email\nAnn,a@example.com'],
  ])('%s', async (_, content) => {
    expect(await rowsOf(content)).toEqual([contact(2, 'Ann', ['a@example.com'])]);
  });

  test.each([1, 2, 3, 1_000])(
    'may come in pieces of %d bytes, in the middle of a letter, too',
    async (piece) => {
      expect(await rowsOf('name,email\nJürgen 🙂,a@müller.de\n', piece)).toEqual([
        contact(2, 'Jürgen 🙂', ['a@xn--mller-kva.de']),
      ]);
    },
  );

  test('may have several addresses in a cell, and several columns with addresses', async () => {
    expect(await rowsOf('name,emails,email2\nAnn,a@x.com; B@x.com ;a@x.com,c@x.com\n')).toEqual([
      contact(2, 'Ann', ['a@x.com', 'b@x.com', 'c@x.com']),
    ]);
    expect(await rowsOf('name;emails\nAnn;"a@x.com;b@x.com"\n')).toEqual([
      contact(2, 'Ann', ['a@x.com', 'b@x.com']),
    ]);
  });

  test('may have the name before the address', async () => {
    expect(await rowsOf('name,email\nAnn,"Ann Archer <a@x.com>"\n')).toEqual([
      contact(2, 'Ann', ['a@x.com']),
    ]);
  });

  test('may have the name in two columns, or none', async () => {
    expect(await rowsOf('first_name,last_name,email\nAnn,Archer,a@x.com\n,,b@x.com\n')).toEqual([
      contact(2, 'Ann Archer', ['a@x.com']),
      contact(3, '', ['b@x.com']),
    ]);
    expect(await rowsOf('email\na@x.com\n')).toEqual([contact(2, '', ['a@x.com'])]);
  });

  test('may have cells of several lines: a row is told by its last one', async () => {
    const rows = await rowsOf('name,email\n"Ann\nArcher",a@x.com\n"B, ""the"" C",b@x.com\n');
    expect(rows).toEqual([contact(3, 'Ann Archer', ['a@x.com']), contact(4, 'B, "the" C', ['b@x.com'])]);
  });

  test('may have empty lines', async () => {
    expect(await rowsOf('\nname,email\n\nAnn,a@x.com\n\n')).toEqual([contact(4, 'Ann', ['a@x.com'])]);
  });
});

describe('a row', () => {
  test('without a sound address is refused', async () => {
    expect(await rowsOf('name,email\nAnn,\nBen,none\nCid\n')).toEqual([
      { outcome: 'refused', reason: 'noAddress', line: 2 },
      { outcome: 'refused', reason: 'noAddress', line: 3 },
      { outcome: 'refused', reason: 'noAddress', line: 4 },
    ]);
  });

  test('with one sound address is taken, and the others are counted', async () => {
    expect(await rowsOf('name,email\nAnn,a@x.com;none;b@\n')).toEqual([contact(2, 'Ann', ['a@x.com'], 2)]);
  });

  test('with more cells than the header is refused: a comma was not quoted', async () => {
    expect(await rowsOf('name,email\nArcher, Ann,a@x.com\nBen,b@x.com,\n')).toEqual([
      { outcome: 'refused', reason: 'tooManyCells', line: 2 },
      contact(3, 'Ben', ['b@x.com']),
    ]);
  });
});

describe('what cannot be read is said in a sentence', () => {
  const why = (content: string | Uint8Array) =>
    rowsOf(content).then(
      () => 'it was read',
      (error: unknown) => (error instanceof UnreadableCsv ? error.message : `a bug: ${error}`),
    );

  test.each<readonly [string, string | Uint8Array, RegExp]>([
    ['an empty file', '', /empty/],
    ['a file of empty lines', '\n\n', /empty/],
    ['no header', 'Ann,a@x.com\n', /header/],
    ['Latin-1', Buffer.from('name,email\nJ\u00fcrgen,a@x.com\n', 'latin1'), /not UTF-8, near line [12]:/],
    ['UTF-16', Buffer.from('\uFEFFname,email\nAnn,a@x.com\n', 'utf16le'), /not UTF-8/],
    ['UTF-16 without a mark', Buffer.from('name,email\nAnn,a@x.com\n', 'utf16le'), /no text/],
    ['a spreadsheet', Buffer.from('504b0304140000', 'hex'), /no text/],
    [
      'an end in the middle of a letter',
      Buffer.from('name,email\nAnn,a@x.com\nJ\u00fc').subarray(0, -1),
      /not UTF-8/,
    ],
    ['a quote that is never closed', 'name,email\n"Ann,a@x.com\nBen,b@x.com\n', /never closed at line \d/],
    ['an endless quote', `name,email\n"${'x'.repeat(300_000)}`, /never closed at line 2/],
    ['a quote in a cell', 'name,email\nAnn "the" A,a@x.com\n', /in the middle of a cell at line 2/],
    ['text after a quote', 'name,email\n"Ann" A,a@x.com\n', /in the middle of a cell at line 2/],
  ])('%s', async (_, content, sentence) => {
    expect(await why(content)).toMatch(sentence);
  });
});

test('a file is read as its rows are asked for', async () => {
  let read = 0;
  async function* endless() {
    yield Buffer.from('name,email\n');
    for (; ; read += 1) yield Buffer.from(`Ann,a${read}@x.com\n`.repeat(100));
  }
  const rows = readContactRows(endless());
  for (let index = 0; index < 1_000; index += 1) await rows.next();
  await rows.return(undefined);
  expect(read).toBeLessThan(100);
});
