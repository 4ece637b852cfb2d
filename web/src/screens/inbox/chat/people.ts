import type { Participant } from '../../../model/fields.ts';
import { plain } from '../../../words/plain.ts';

/** Who somebody says they are, and the address that they cannot choose. */
export interface Person {
  /** Empty where they give none, or one that looks like an address: the own one once more, or somebody else's. */
  readonly name: string;
  readonly address: string;
  /** How computers write the address's domain, where its letters could be taken for others. */
  readonly unusualDomain: string | null;
}

export function personOf({ name: written, address: given }: Participant): Person {
  const address = plain(given);
  const name = plain(written).trim();
  return {
    name: name.includes('@') ? '' : name,
    address,
    unusualDomain: unusualDomainOf(address),
  };
}

function unusualDomainOf(address: string): string | null {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  if (/^[\p{ASCII}]*$/u.test(domain)) return domain.toLowerCase().includes('xn--') ? domain : null;
  return URL.parse(`http://${domain}`)?.hostname ?? null;
}
