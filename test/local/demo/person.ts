import { z } from 'zod';
import { parseAddresses } from '../../support/gmail/address.ts';

export interface Person {
  readonly name: string;
  /** Lower case. */
  readonly address: string;
}

const isAddress = (text: string): boolean => z.email().safeParse(text).success;

/** Reads `ann@example.com` or `Ann Archer <ann@example.com>`; undefined for anything else. */
export function parsePerson(text: string): Person | undefined {
  if (/[\r\n]/.test(text)) return undefined;
  const [person, ...others] = parseAddresses(text);
  return person && others.length === 0 && isAddress(person.address) ? person : undefined;
}

/** As a header has it. */
export const written = ({ name, address }: Person): string => (name ? `${name} <${address}>` : address);

export const titleOf = ({ name, address }: Person): string => name || address;
