/** Somebody who gets a mail; the name may be empty. */
export interface Person {
  readonly name: string;
  readonly address: string;
}

const LOCAL = /^(?:[^\s"(),:;<>@[\\\]\p{Cc}]+|"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])+")$/u;
const DOMAIN = /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.)+[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;
const LONGEST = 320;

/** The form of an address in which the server stores and compares it; undefined for what no mail can be sent to. */
export function readAddress(written: string): string | undefined {
  const trimmed = written
    .replace(/\p{Cf}/gu, '')
    .normalize('NFC')
    .trim()
    .replace(/^mailto:/i, '');
  if (trimmed.length > LONGEST) return undefined;
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, Math.max(at, 0));
  const domain = asciiDomain(trimmed.slice(at + 1));
  return domain !== undefined && LOCAL.test(local) ? `${local}@${domain}`.toLowerCase() : undefined;
}

function asciiDomain(value: string): string | undefined {
  const domain = value.toLowerCase().replace(/\.$/, '');
  if (/[\s%/:?#@[\\\]]/.test(domain)) return undefined;
  const ascii = /\P{ASCII}/u.test(domain) ? URL.parse(`http://${domain}/`)?.hostname : domain;
  return ascii !== undefined && ascii.length <= 255 && DOMAIN.test(ascii) ? ascii : undefined;
}

export interface AddressList {
  readonly people: readonly Person[];
  /** What is no address, as it was written. */
  readonly wrong: readonly string[];
}

/**
 * Reads what somebody typed or pasted: addresses with or without names, one below the other or with commas, semicolons
 * or spaces between them. Of `Archer, Ann <ann@example.com>` the comma is a part of the name.
 */
export function readAddressList(written: string): AddressList {
  const people: Person[] = [];
  const wrong: string[] = [];
  let name = '';
  for (const part of partsOf(written)) {
    const person = readPerson(name === '' ? part : `${name}, ${part}`);
    if (person) {
      people.push(person);
      name = '';
      continue;
    }
    if (name !== '') wrong.push(name);
    name = '';
    const several = part.split(/\s+/).map(readPerson);
    if (several.every((each) => each !== undefined)) people.push(...several);
    else if (part.includes('@')) wrong.push(part);
    else name = part;
  }
  if (name !== '') wrong.push(name);
  return { people: withoutRepeats(people), wrong };
}

/** Each address once, as it comes first. */
export function withoutRepeats(people: readonly Person[], taken: Iterable<string> = []): readonly Person[] {
  const seen = new Set(taken);
  return people.filter(({ address }) => !seen.has(address) && seen.add(address));
}

function readPerson(written: string): Person | undefined {
  const named = /^(.*)<([^<>]+)>$/s.exec(written);
  const address = readAddress(named?.[2] ?? written);
  return address === undefined ? undefined : { name: readName(named?.[1] ?? ''), address };
}

/** As the server takes it: one line of 200 characters at most. */
export function readName(written: string): string {
  const line = written.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const quoted = /^"(.*)"$/.exec(line)?.[1]?.replace(/\\(.)/g, '$1') ?? line;
  return [...quoted].slice(0, 100).join('').trim();
}

/** At each separator that is neither in quotation marks nor in angle brackets. */
function partsOf(written: string): readonly string[] {
  const parts = [''];
  let inQuotes = false;
  let inBrackets = false;
  for (const character of written) {
    if (character === '\n' || character === '\r') inQuotes = inBrackets = false;
    if (character === '"') inQuotes = !inQuotes;
    if (!inQuotes && (character === '<' || character === '>')) inBrackets = character === '<';
    if (!inQuotes && !inBrackets && /[,;\n\r\t]/.test(character)) parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
