import { normaliseAddress } from './content/emailAddress.ts';

/** Besides its address, a pasted person has a name, brackets and quotes; a pasted list has commas. */
const SEPARATORS = /[\s,;<>()"'[\]]+/;

/** Zero-width characters come along when an address is pasted. */
const INVISIBLE = /\p{Cf}/gu;

/** A domain in which `*` stands for anything. */
const DOMAIN_PATTERN = /^[a-z\d_*.-]{1,255}$/;

/**
 * What a location's list says, however it was written, in the form that `isExcluded` compares: an address, or a domain
 * that stands for itself and for those below it; `*` stands for anything. What is neither is left out.
 */
export function readExclusions(entries: readonly string[]): readonly string[] {
  return [...new Set(entries.flatMap((entry) => readEntry(entry.replace(INVISIBLE, '').trim())))];
}

/** Whether two lists leave out the same, whatever the order and however they were written. */
export function sameExclusions(one: readonly string[], other: readonly string[]): boolean {
  const [some, others] = [new Set(readExclusions(one)), new Set(readExclusions(other))];
  return some.size === others.size && [...some].every((entry) => others.has(entry));
}

/** Whether the sync would understand it at all. */
export const isExclusion = (entry: string): boolean => readExclusions([entry]).length > 0;

function readEntry(entry: string): readonly string[] {
  const whole = readWord(entry);
  if (whole !== undefined) return [whole];
  // In prose, a word without a dot is a name, and no top-level domain.
  const words = entry.split(SEPARATORS).filter((word) => /[@.]./.test(word));
  return words.flatMap((word) => readWord(word) ?? []);
}

function readWord(written: string): string | undefined {
  const word = written.replace(/^mailto:/i, '');
  const at = word.lastIndexOf('@');
  if (at < 0) return readDomain(hostOf(word));
  const local = word.slice(0, at);
  const domain = word.slice(at + 1);
  return local === '' || local === '*' ? readDomain(domain) : readAddress(local, domain);
}

/** Of a website's address, too: nobody writes from its `www.`. */
const hostOf = (written: string): string =>
  written
    .replace(/^https?:\/\//i, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/^www\.(?=.+\.)/i, '');

function readDomain(written: string): string | undefined {
  const domain = written.replace(/^(?:\*?\.)+/, '');
  return readAddress('x', domain)?.slice('x@'.length);
}

function readAddress(local: string, domain: string): string | undefined {
  if (!domain.includes('*')) return normaliseAddress(`${local}@${domain}`);
  const pattern = domain.toLowerCase();
  const address = normaliseAddress(`${local}@example.com`);
  return DOMAIN_PATTERN.test(pattern) ? address?.replace(/example\.com$/, pattern) : undefined;
}

/** Whether one of the addresses is on the list. Both are in their normal form. */
export function isExcluded(exclusions: readonly string[], addresses: readonly string[]): boolean {
  const exact = new Set(exclusions);
  const patterns = exclusions.filter((exclusion) => exclusion.includes('*'));
  const isListed = (name: string) => exact.has(name) || patterns.some((pattern) => fits(pattern, name));
  return exact.size > 0 && addresses.some((address) => namesOf(address).some(isListed));
}

/** The address, its domain, and the domains above that one. */
function namesOf(address: string): readonly string[] {
  const labels = address.slice(address.lastIndexOf('@') + 1).split('.');
  return [address, ...labels.map((_, index) => labels.slice(index).join('.'))];
}

/** No expression is made of the pattern: those with many a `*` would take their time. */
function fits(pattern: string, name: string): boolean {
  const [start = '', ...others] = pattern.split('*');
  const end = others.pop() ?? '';
  if (!name.startsWith(start) || !name.endsWith(end)) return false;
  let from = start.length;
  for (const part of others) {
    const found = name.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= name.length - end.length;
}
