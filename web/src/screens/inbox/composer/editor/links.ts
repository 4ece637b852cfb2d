import { readAddress } from '../people/addresses.ts';

const TAKEN = ['http:', 'https:', 'mailto:', 'tel:'];

/** What somebody typed, as a link leads there; undefined for what is no address of a page, a person or a telephone. */
export function linkOf(typed: string): string | undefined {
  const written = typed.trim();
  if (written === '' || /\s/.test(written)) return undefined;
  if (!/^[a-z][a-z\d+.-]*:/i.test(written) && readAddress(written) !== undefined) return `mailto:${written}`;
  // `example.com:8080/page` has no scheme, whatever it looks like.
  const hasScheme = /^[a-z][a-z\d+.-]*:(?!\d)/i.test(written);
  const url = URL.parse(hasScheme ? written : `https://${written}`);
  if (!url || !TAKEN.includes(url.protocol)) return undefined;
  const isPage = url.protocol.startsWith('http');
  return isPage && !/[.:]|^localhost$/.test(url.hostname) ? undefined : url.href;
}
