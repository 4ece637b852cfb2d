import { LINK_CHARACTERS } from './limits.ts';

const LINK = /^(?:https?:\/\/|mailto:|tel:|sms:)/i;
const REMOTE_IMAGE = /^(?:https?:\/\/|cid:)/i;
const RASTER_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,[a-z\d+/=]*$/i;

/** Browsers ignore these inside an address, so `java\nscript:` would be one. */
const withoutIgnored = (url: string) => url.replace(/\p{Cc}/gu, '').trim();

/**
 * The target of a link, if it leads to the web, a mail or a phone. A relative one would lead into the CRM.
 */
export function safeLink(href: string): string | undefined {
  const url = withoutIgnored(href);
  return LINK.test(url) && url.length <= LINK_CHARACTERS ? url : undefined;
}

/** An image that is remote, in the mail, or written out as pixels: SVG can carry scripts. */
export function safeImageSource(src: string): string | undefined {
  const url = withoutIgnored(src);
  if (REMOTE_IMAGE.test(url)) return url.length <= LINK_CHARACTERS ? url : undefined;
  const compact = url.slice(0, 5).toLowerCase() === 'data:' ? url.replace(/\s+/g, '') : '';
  return RASTER_IMAGE.test(compact) ? compact : undefined;
}

/** Pictures written out in the html are what makes some mails huge; without them the words still fit. */
export function withoutWrittenImages(html: string): string {
  return html.replace(/data:image\/[\w.+-]{1,30};base64,[a-z\d+/=\s]*/gi, '');
}
