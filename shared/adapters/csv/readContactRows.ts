import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type ReadRow, type RowColumns, readHeader, readRow } from '../../domain/contacts/importRow.ts';

/** Why a file cannot be read on, in a sentence for the person who has it. */
export class UnreadableCsv extends Error {
  override readonly name = 'UnreadableCsv';
}

export type CsvRow = ReadRow & {
  /** The row's last line in the file; the header's is the first. */
  readonly line: number;
};

/** No contact needs that much; a quote that is never closed would otherwise take the rest of the file. */
const MAX_ROW = 128 * 1024;

/**
 * The contacts of a CSV file, row by row, as it is read: UTF-8, with or without a byte order mark; a header; cells with
 * `,`, `;` or tabs between them, whichever the header has most of.
 * @throws UnreadableCsv
 */
export async function* readContactRows(file: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const text = decoded(file);
  const start = await firstLine(text);
  const parser = parse({
    delimiter: delimiterOf(start),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW,
  });
  const source = Readable.from(following(start, text)).on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: RowColumns | undefined;
  try {
    for await (const { record, info } of recordsOf(parser)) {
      if (columns) {
        yield { ...readRow(columns, record), line: info.lines };
        continue;
      }
      columns = readHeader(record);
      if (!columns) throw new UnreadableCsv(NO_HEADER);
    }
  } catch (error) {
    throw error instanceof CsvError ? new UnreadableCsv(sentence(error), { cause: error }) : error;
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (!columns) throw new UnreadableCsv('The file is empty.');
}

const NO_HEADER =
  'The first line has no column for addresses: begin the file with a header such as name,email or first_name,last_name,emails.';

function recordsOf(
  parser: ReturnType<typeof parse>,
): AsyncIterable<{ record: readonly string[]; info: { lines: number } }> {
  return parser;
}

/** Bytes that are no UTF-8 are refused: guessed at, names would be spoilt and nobody would see it. */
async function* decoded(file: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 1;
  const read = (bytes?: Uint8Array): string => {
    try {
      const text = bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
      lines += text.split('\n').length - 1;
      return text;
    } catch (cause) {
      throw new UnreadableCsv(
        `The file is not UTF-8, near line ${lines}: save it as "CSV UTF-8", or convert it with iconv.`,
        { cause },
      );
    }
  };
  for await (const bytes of file) yield read(bytes);
  yield read();
}

/** What has been read of the text when its first line is complete. */
async function firstLine(text: AsyncGenerator<string>): Promise<string> {
  let start = '';
  while (!/[\r\n]/.test(start.trimStart()) && start.length < MAX_ROW) {
    const { value, done } = await text.next();
    if (done) break;
    start += value;
  }
  if (start.includes('\0')) throw new UnreadableCsv('The file is no text: export the contacts as CSV.');
  return start;
}

async function* following(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield start;
  yield* rest;
}

const DELIMITERS = [',', ';', '\t'];

function delimiterOf(start: string): string {
  const [header = ''] = start
    .trimStart()
    .replace(/"[^"]*"/g, '')
    .split(/[\r\n]/);
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.reduce((most, each) => (count(each) > count(most) ? each : most));
}

function sentence(error: CsvError): string {
  const { lines: told } = error;
  const where = typeof told === 'number' ? ` at line ${told}` : '';
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return `A quote is opened and never closed${where}.`;
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return `A quote stands in the middle of a cell${where}: double it, and put the cell in quotes.`;
    default:
      return `The file is no CSV${where}.`;
  }
}
