import addressparser from 'nodemailer/lib/addressparser';

export interface Address {
  readonly name: string;
  /** Lower case. */
  readonly address: string;
}

const BARE = /^[^\s<>(),;:"@]+@[^\s<>(),;:"@]+$/;

/** Reads an address header. Most of a big mailbox is bare addresses, which need no parser. */
export function parseAddresses(header: string): Address[] {
  const text = header.trim();
  if (text === '') return [];
  if (BARE.test(text)) return [{ name: '', address: text.toLowerCase() }];
  return addressparser(text, { flatten: true }).flatMap(({ name, address }) =>
    address ? [{ name: name ?? '', address: address.toLowerCase() }] : [],
  );
}

export const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
