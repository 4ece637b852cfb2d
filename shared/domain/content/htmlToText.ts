import { compile } from 'html-to-text';
import { HTML_TO_TEXT_CHARACTERS, WHOLE_HTML_CHARACTERS } from './limits.ts';

let convert: ReturnType<typeof compile> | undefined;

/** Made for the first mail with html: an instance starts without it. */
const converter = () =>
  compile({
    wordwrap: false,
    limits: { maxInputLength: WHOLE_HTML_CHARACTERS },
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: '[style*="display:none"]', format: 'skip' },
      { selector: 'ul', options: { itemPrefix: '- ' } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  });

/**
 * The words of html that has been sanitised: what people read, without pictures, links' targets and what the
 * mail hides. Only sanitised html, because its nesting is bounded and that of a hostile mail is not.
 */
export function htmlToText(sanitised: string, characters = HTML_TO_TEXT_CHARACTERS): string {
  convert ??= converter();
  return convert(sanitised.slice(0, characters));
}

/** Plain text in the middle of an html mail, its lines kept. */
export function textToHtml(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<div style="white-space:pre-wrap">${escaped}</div>`;
}
