import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import confirm from '@inquirer/confirm';

/** A command that ends without having done what was asked; its message says why, and what to do. */
export class Refused extends Error {
  /** 1: it cannot be done as things are; 2: it was not asked for rightly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Ctrl-C, where a command had something to clean up first. */
export class Interrupted extends Error {}

type Cell = string | number | boolean | Date | null | readonly string[];
export type Row = Readonly<Record<string, Cell>>;
type Lists = Readonly<Record<string, readonly Row[]>>;

/** What commands say and ask: results on stdout, everything else on stderr. */
export class Terminal {
  isJson = false;

  /** Rows of a table; as JSON, a list. */
  table(rows: readonly Row[], whenEmpty: string): void {
    if (this.isJson) this.#json(rows);
    else if (rows.length === 0) this.note(whenEmpty);
    else this.#write(tableOf(rows).join('\n'));
  }

  /** One thing, a line a field, and lists of what it has below it; as JSON, an object. */
  record(row: Row, lists: Lists = {}): void {
    const below = Object.entries(lists).filter(([, rows]) => rows.length > 0);
    const tables = below.flatMap(([name, rows]) => ['', `${name}:`, ...tableOf(rows)]);
    if (this.isJson) this.#json({ ...row, ...lists });
    else this.#write([...linesOf(row), ...tables].join('\n'));
  }

  /** How a command went; as JSON, its fields alone. */
  done(sentence: string, row: Row): void {
    if (this.isJson) this.#json(row);
    else this.#write(sentence);
  }

  /** A text as it is; as JSON, what it tells. */
  page(text: string, told: object): void {
    if (this.isJson) this.#json(told);
    else this.#write(text);
  }

  note(sentence: string): void {
    process.stderr.write(`${sentence}\n`);
  }

  /** Before work that ends in a confirmation. @throws Refused where there will be nobody to ask */
  mustBeAbleToAsk({ yes }: { yes?: boolean | undefined }): void {
    if (!yes && !process.stdin.isTTY) throw new Refused('This needs a confirmation: add --yes.', 2);
  }

  /** @throws Refused where a person says no, or there is nobody to ask */
  async confirm(question: string, { yes }: { yes?: boolean | undefined }): Promise<void> {
    if (yes) return;
    this.mustBeAbleToAsk({ yes });
    const agreed = await confirm({ message: question, default: false }, { output: process.stderr });
    if (!agreed) throw new Refused('Nothing was done.');
  }

  /** From a pipe, or typed without an echo; never an argument, which `ps` and the shell's history would show. */
  async secret(question: string, { stdin }: { stdin?: boolean | undefined }): Promise<string> {
    if (!stdin && !process.stdin.isTTY) throw new Refused('Pipe the token in, and add --token-stdin.', 2);
    const told = (stdin ? await text(process.stdin) : await askUnseen(question)).trim();
    if (told === '') throw new Refused('The token is empty.', 2);
    if (!/^[!-~]+$/.test(told))
      throw new Refused('A token is one word: this has spaces, line breaks or letters with marks in it.', 2);
    return told;
  }

  #json(result: object): void {
    this.#write(JSON.stringify(result, undefined, 2));
  }

  #write(told: string): void {
    process.stdout.write(`${told}\n`);
  }
}

async function askUnseen(question: string): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  lines.once('SIGINT', () => process.exit(130));
  process.stderr.write(question);
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

function linesOf(row: Row): readonly string[] {
  const width = Math.max(...Object.keys(row).map((name) => name.length));
  return Object.entries(row).map(([name, cell]) => `${name.padEnd(width)}  ${shown(cell)}`);
}

function tableOf(rows: readonly Row[]): readonly string[] {
  const names = Object.keys(rows[0] ?? {});
  const lines = [names, ...rows.map((row) => names.map((name) => shown(row[name] ?? null)))];
  const widths = names.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function shown(cell: Cell): string {
  if (cell === null || cell === '') return '-';
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'object') return cell.length === 0 ? '-' : cell.join(', ');
  return String(cell);
}
