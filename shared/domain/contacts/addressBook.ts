import { isExcluded } from '../exclusion.ts';
import type { EmailAddress } from '../ids.ts';
import { readAddresses, readName } from './importFields.ts';
import type { ReadRow, RowRefusal } from './importRow.ts';

/** A contact in a person's own address book, as they wrote it. */
export interface WrittenContact {
  /** The same each time that it is listed. */
  readonly id: string;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  /** The first is the one that they prefer. */
  readonly emails: readonly string[];
}

/** Whose addresses no contact of the location is to have. */
export interface AddressBookRules {
  /** Of its agents and their mailboxes: mail among colleagues is nobody's conversation. */
  readonly own: ReadonlySet<EmailAddress>;
  /** As the location lists them: their mail is never stored. */
  readonly excluded: readonly string[];
}

export type AddressBookRow = ReadRow & {
  /** Its place in the book; the first has 1. */
  readonly line: number;
  readonly name: string;
  /** Addresses that the rules leave out. */
  readonly leftOut: readonly EmailAddress[];
};

/** What the location takes of an address book, in its order; a book that changes while it is listed may say one twice. */
export function readAddressBook(
  written: readonly WrittenContact[],
  rules: AddressBookRules,
): readonly AddressBookRow[] {
  const distinct = new Map(written.map((contact) => [contact.id, contact]));
  return [...distinct.values()].map((contact, index) => ({
    ...readContact(contact, rules),
    line: index + 1,
  }));
}

function readContact(
  contact: WrittenContact,
  rules: AddressBookRules,
): Omit<AddressBookRow, 'line'> & ReadRow {
  const name = readName(contact.name, contact.givenName, contact.familyName);
  const { emails: said, invalid } = readAddresses(contact.emails);
  const isOwn = (email: EmailAddress) => rules.own.has(email);
  const leftOut = said.filter((email) => isOwn(email) || isExcluded(rules.excluded, [email]));
  const emails = said.filter((email) => !leftOut.includes(email));
  if (emails.length > 0) return { outcome: 'contact', name, emails, invalid, leftOut };
  return { outcome: 'refused', reason: refusalOf(leftOut, isOwn), name, leftOut };
}

function refusalOf(leftOut: readonly EmailAddress[], isOwn: (email: EmailAddress) => boolean): RowRefusal {
  if (leftOut.length === 0) return 'noAddress';
  return leftOut.some(isOwn) ? 'ownAddress' : 'excluded';
}
