import { EmailAddress } from '../ids.ts';

const UNQUOTED_LOCAL = /^[^\s"(),:;<>@[\\\]\p{Cc}]+$/u;
const QUOTED_LOCAL = /^"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])+"$/u;
const DOMAIN = /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.)*[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;
/** Zero-width characters come along when an address is pasted. */
const INVISIBLE = /\p{Cf}/gu;
const MAX_LENGTH = 320;

/**
 * The one form of an address that is stored and compared: lower case, the domain in ASCII (`müller.de` is
 * `xn--mller-kva.de`). Undefined for what no mail can be sent to. Contacts' and mailboxes' addresses must
 * take the same road, or they never match.
 */
export function normaliseAddress(value: string): EmailAddress | undefined {
  const trimmed = value.replace(INVISIBLE, '').normalize('NFC').trim();
  if (trimmed.length > MAX_LENGTH) return undefined;
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, Math.max(at, 0));
  const domain = asciiDomain(trimmed.slice(at + 1));
  const sound = domain !== undefined && (UNQUOTED_LOCAL.test(local) || QUOTED_LOCAL.test(local));
  return sound ? EmailAddress(`${local}@${domain}`) : undefined;
}

function asciiDomain(value: string): string | undefined {
  const domain = value.toLowerCase().replace(/\.$/, '');
  const ascii = isAscii(domain) ? domain : punycode(domain);
  return ascii !== undefined && ascii.length <= 255 && DOMAIN.test(ascii) ? ascii : undefined;
}

const isAscii = (text: string) => !/\P{ASCII}/u.test(text);

/**
 * The URL parser does what a resolver would do; a character that would end the host there is refused first.
 */
function punycode(domain: string): string | undefined {
  return /[\s%/:?#@[\\\]]/.test(domain) ? undefined : URL.parse(`http://${domain}/`)?.hostname;
}
