import { plain } from '../../../words/plain.ts';

/** A link inside text; `host` where its words do not tell by themselves where it leads. */
export interface LinkInText {
  readonly words: string;
  readonly href: string;
  readonly host: string | null;
}
export type TextPiece = string | LinkInText;

/** Bounded everywhere: whatever stands in a mail, it is read once. Characters that turn the direction end an address. */
const ADDRESS =
  /\bhttps?:\/\/[^\s<>"\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]{1,2000}|\bwww\.[\p{L}\d-]{1,63}\.[^\s<>"\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]{1,2000}|(?<![\w.+-])[\w.+-]{1,64}@(?:[\p{L}\d-]{1,63}\.){1,8}\p{L}{2,24}\b/giu;

/** Text with what can be followed told apart: web addresses, and mail addresses. */
export function withLinks(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const words = withoutPunctuation(found);
    const link = linkOf(words);
    if (!link) continue;
    if (index > end) pieces.push(text.slice(end, index));
    pieces.push(link);
    end = index + words.length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

function linkOf(words: string): LinkInText | undefined {
  if (!/^(?:https?:\/\/|www\.)/i.test(words)) return { words, href: `mailto:${words}`, host: null };
  const url = URL.parse(/^www\./i.test(words) ? `https://${words}` : words);
  if (!url?.hostname) return undefined;
  return { words, href: url.href, host: seenHost(words) === url.host ? null : url.host };
}

/** The host that a reader sees in it: what a user's name before an `@` or unusual letters make of it is told apart. */
const seenHost = (words: string): string =>
  (/^(?:https?:\/\/)?([^/?#]*)/i.exec(words)?.[1] ?? '').toLowerCase().replace(/:(?:80|443)$/, '');

/** A full stop behind an address is the sentence's, and so is a bracket that was not opened in it. */
function withoutPunctuation(found: string): string {
  let words = found;
  for (;;) {
    const last = words.at(-1) ?? '';
    const opening = { ')': '(', ']': '[', '}': '{' }[last];
    const isTheirs = opening !== undefined && words.split(opening).length >= words.split(last).length;
    if (isTheirs || !/[.,;:!?'"”’*_)\]}]/.test(last)) return words;
    words = words.slice(0, -1);
  }
}

/** Characters that are not seen; `plain` does not take those out that some writing needs. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
const SCHEME = /^(?:https?:|[a-z][a-z\d+-]{0,20}:(?=[/\\]))[/\\]*/i;
const HOST_LIKE =
  /^(?:(?:[\p{L}\p{M}\p{N}_-]{1,63}\.){1,40}\p{L}[\p{L}\p{M}\p{N}-]{1,62}|\d{1,3}(?:\.\d{1,3}){3}(?![\d.]))/u;

/**
 * The host behind a link whose words are an address of another one; null where they tell the truth, or are no address.
 * `example.com` may lead to `www.example.com`.
 */
export function deceivingHost(words: string, href: string): string | null {
  const target = URL.parse(href);
  if (!target || !/^https?:$/.test(target.protocol)) return null;
  const claimed = claimedHost(words);
  return claimed !== undefined && claimed !== bare(target.hostname) ? target.host : null;
}

/** The host that words seem to name, whatever unseen characters and punctuation stand in and around them. */
function claimedHost(words: string): string | undefined {
  const seen = plain(words.normalize('NFKC').replace(UNSEEN, '').replace(/\s+/g, ' ')).replaceAll('。', '.');
  const written = seen
    .split(' ')
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter((word) => word !== '');
  const only = written.length === 1 ? written[0] : undefined;
  const address = only ?? written.find((word) => SCHEME.test(word) || /^www\./i.test(word));
  if (address === undefined) return undefined;
  const authority = /^[^/\\?#]*/.exec(address.replace(SCHEME, ''))?.[0] ?? '';
  // What stands before an `@` of a web address looks like its host; without a scheme it is a mail address.
  if (authority.includes('@')) return SCHEME.test(address) ? authority : undefined;
  const host = HOST_LIKE.exec(authority)?.[0];
  return host && bare(host.toLowerCase());
}

const bare = (host: string): string => host.replace(/^www\./, '').replace(/\.$/, '');
