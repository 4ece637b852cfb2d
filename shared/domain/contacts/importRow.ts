import type { EmailAddress } from '../ids.ts';
import { readAddresses, readName } from './importFields.ts';

/** Which cells of a row have what; by their places. */
export interface RowColumns {
  readonly width: number;
  readonly name: readonly number[];
  readonly firstName: readonly number[];
  readonly lastName: readonly number[];
  readonly emails: readonly number[];
}

const NAMES: Readonly<Record<Exclude<keyof RowColumns, 'width'>, RegExp>> = {
  name: /^(full|contact|display)?name$/,
  firstName: /^(firstname|givenname)$/,
  lastName: /^(lastname|surname|familyname)$/,
  emails: /^(additional|primary|work|home|other)?e?mails?(address(es)?)?\d*$/,
};

/** Undefined where no column has addresses: the file has no header, or is another one. */
export function readHeader(cells: readonly string[]): RowColumns | undefined {
  const titles = cells.map((cell) => cell.toLowerCase().replace(/[^a-z\d]/g, ''));
  const placesOf = (title: RegExp) => titles.flatMap((each, place) => (title.test(each) ? [place] : []));
  const columns = {
    width: cells.length,
    name: placesOf(NAMES.name),
    firstName: placesOf(NAMES.firstName),
    lastName: placesOf(NAMES.lastName),
    emails: placesOf(NAMES.emails),
  };
  return columns.emails.length > 0 ? columns : undefined;
}

export type ReadRow =
  | {
      readonly outcome: 'contact';
      readonly name: string;
      readonly emails: readonly EmailAddress[];
      readonly invalid: number;
    }
  | { readonly outcome: 'refused'; readonly reason: RowRefusal };

export type RowRefusal =
  /** Cells without a title: a comma in a name that is not quoted, and what is beyond it would be taken for something else. */
  | 'tooManyCells'
  | 'noAddress'
  /** It has no addresses but those of the location's agents. */
  | 'ownAddress'
  /** It has no addresses but those whose mail the location leaves out. */
  | 'excluded';

/** Several addresses may stand in one cell, with `;` between them, and a name before an address in angle brackets. */
export function readRow(columns: RowColumns, cells: readonly string[]): ReadRow {
  if (cells.slice(columns.width).some((cell) => cell.trim() !== '')) {
    return { outcome: 'refused', reason: 'tooManyCells' };
  }
  const at = (places: readonly number[]) => places.map((place) => cells[place]?.trim() ?? '').filter(Boolean);
  const written = at(columns.emails).flatMap((cell) => cell.split(/[;,\r\n]/));
  const { emails, invalid } = readAddresses(written.map((each) => /<([^<>]*)>\s*$/.exec(each)?.[1] ?? each));
  if (emails.length === 0) return { outcome: 'refused', reason: 'noAddress' };
  const [name] = at(columns.name);
  const parts = [...at(columns.firstName), ...at(columns.lastName)];
  return { outcome: 'contact', name: readName(name, parts.join(' ')), emails, invalid };
}
