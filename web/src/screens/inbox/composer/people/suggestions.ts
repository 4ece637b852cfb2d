import type { Contact } from '../../../../model/contact.ts';
import { type Person, readAddress, readName } from './addresses.ts';

/** Somebody who may be meant by what is typed. */
export interface Suggestion extends Person {
  readonly key: string;
  /** As they are called; their address where they have no name. */
  readonly title: string;
}

const MOST = 8;

type Found = Pick<Contact, 'contactId' | 'name' | 'emails'>;

/** Each address of the contacts that are found, but for those that get the mail already. */
export function suggestionsOf(contacts: readonly Found[], taken: readonly Person[]): readonly Suggestion[] {
  const seen = new Set(taken.map(({ address }) => address));
  const suggested: Suggestion[] = [];
  for (const contact of contacts) {
    for (const email of contact.emails) {
      const address = readAddress(email);
      if (address === undefined || seen.has(address) || suggested.length === MOST) continue;
      seen.add(address);
      const name = readName(contact.name);
      suggested.push({ key: `${contact.contactId} ${address}`, name, address, title: name || address });
    }
  }
  return suggested;
}
