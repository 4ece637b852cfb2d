import { Buffer } from 'node:buffer';
import type { Body } from '../message.ts';
import { cleanText, cutToBytes } from './cleanText.ts';
import { findQuote } from './findQuote.ts';
import { htmlToText, textToHtml } from './htmlToText.ts';
import {
  HTML_BYTES,
  HTML_INPUT_CHARACTERS,
  HTML_TO_TEXT_CHARACTERS,
  TEXT_BYTES,
  WHOLE_HTML_CHARACTERS,
} from './limits.ts';
import { withoutWrittenImages } from './safeLink.ts';
import { sanitiseHtml } from './sanitiseHtml.ts';
import type { BodyBlock, SortedParts } from './sortParts.ts';

/** The body as it is stored: text always, html where the mail has some and all of it fits. */
export function readBody({ blocks, complete }: Pick<SortedParts, 'blocks' | 'complete'>): Body {
  const read = readBlocks(blocks, STORED);
  const whole = textOf(read);
  const text = cutToBytes(whole, TEXT_BYTES);
  const html = blocks.some((block) => block.html !== undefined) ? fittingHtml(read) : WITHOUT_HTML;
  const truncated = !complete || html.isCut || text !== whole;
  return { text, html: html.html, truncated, quotedFrom: findQuote(text) };
}

const WITHOUT_HTML = { html: null, isCut: false };

interface ReadBlock {
  readonly text: string;
  /** Sanitised. */
  readonly html: string;
  readonly state: 'whole' | 'withoutPictures' | 'goodForTextOnly';
}

/** How much html is looked at, and how much of it for its words. */
interface HtmlLimits {
  readonly html: number;
  readonly toText: number;
}

const STORED: HtmlLimits = { html: HTML_INPUT_CHARACTERS, toText: HTML_TO_TEXT_CHARACTERS };
const WHOLE: HtmlLimits = { html: WHOLE_HTML_CHARACTERS, toText: WHOLE_HTML_CHARACTERS };

/**
 * The body as long as it is; html undefined where it is too long, or nested too deeply, to be made safe. Pictures that
 * are written out in html that is too long are left out.
 */
export function readWholeBody({ blocks }: Pick<SortedParts, 'blocks'>): {
  text: string;
  html: string | null | undefined;
} {
  const read = readBlocks(blocks, WHOLE);
  const text = textOf(read);
  if (!blocks.some((block) => block.html !== undefined)) return { text, html: null };
  const isUnsafe = read.some(({ state }) => state === 'goodForTextOnly');
  return { text, html: isUnsafe ? undefined : htmlOf(read) };
}

const textOf = (read: readonly ReadBlock[]): string =>
  cleanText(
    read
      .map(({ text }) => text)
      .filter(Boolean)
      .join('\n'),
  ).trim();

const htmlOf = (read: readonly ReadBlock[]): string =>
  cleanText(read.map((block) => block.html).join('\n')).trim();

/** All blocks share one allowance of html, so that many huge ones take no longer than one. */
function readBlocks(blocks: readonly BodyBlock[], limits: HtmlLimits): readonly ReadBlock[] {
  let left = limits.html;
  return blocks.map((block) => {
    if (block.html === undefined) return { text: block.text, html: textToHtml(block.text), state: 'whole' };
    const tooLong = block.html.length > left;
    const html = tooLong ? withoutWrittenImages(block.html) : block.html;
    const input = html.slice(0, left);
    left -= input.length;
    const safe = sanitiseHtml(input);
    const shown = safe ?? sanitiseHtml(withoutTags(input)) ?? '';
    const showable = safe !== undefined && input.length === html.length;
    return {
      text: block.text ?? htmlToText(shown, limits.toText),
      html: shown,
      state: !showable ? 'goodForTextOnly' : tooLong ? 'withoutPictures' : 'whole',
    };
  });
}

/**
 * Cutting html would cut through its elements, so it is shown whole or not at all, if need be without
 * pictures.
 */
function fittingHtml(read: readonly ReadBlock[]): { html: string | null; isCut: boolean } {
  if (read.some(({ state }) => state === 'goodForTextOnly')) return { html: null, isCut: true };
  const html = htmlOf(read);
  const isCut = read.some(({ state }) => state === 'withoutPictures');
  if (fits(html)) return { html: html === '' ? null : html, isCut };
  const plainer = withoutWrittenImages(html);
  return { html: fits(plainer) ? plainer : null, isCut: true };
}

const fits = (html: string) => Buffer.byteLength(html) <= HTML_BYTES;

/** Html that is nested too deeply for any parser still has words. */
const withoutTags = (html: string) => html.replace(/<[^<>]*>?/g, ' ');
