import { Buffer, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import libmime from 'libmime';
import { decode, normalizeCharset } from 'libmime/lib/charset';
import type { MessagePart } from '../gmail.ts';
import { cleanText } from './cleanText.ts';
import { structuredHeader } from './headers.ts';

/** The text of a part, without what cannot be stored and with `format=flowed` paragraphs made whole again. */
export function decodeBody(part: MessagePart): string {
  const { params } = structuredHeader(part.headers, 'Content-Type');
  const bytes = Buffer.from(part.body.data ?? '', 'base64url');
  const text = cleanText(decodeBytes(bytes, params['charset'] ?? ''));
  const isFlowed =
    params['format']?.toLowerCase() === 'flowed' && part.mimeType.toLowerCase() === 'text/plain';
  return isFlowed ? libmime.decodeFlowed(text, params['delsp']?.toLowerCase() === 'yes') : text;
}

/**
 * Gmail mostly has turned bodies into UTF-8 already and left the declared charset as it was, so the bytes are
 * asked first. Charsets that hide in 7 bits or in NULs look like UTF-8; there the declaration is believed.
 */
function decodeBytes(bytes: Buffer, declared: string): string {
  const charset = normalizeCharset(declared);
  const hides = hasTraces(bytes, charset) && isKnown(charset);
  if (isUtf8(bytes) && !hides) return bytes.toString('utf8');
  if (charset === 'UTF-8') return decodeBrokenUtf8(bytes);
  return decode(bytes, isKnown(charset) ? charset : LATIN1);
}

/**
 * A few broken bytes do not spoil the others, but where none makes sense as UTF-8, none was meant as such.
 */
function decodeBrokenUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return /[^\p{ASCII}\ufffd]/u.test(text) ? text : decode(bytes, LATIN1);
}

/** The superset of latin1 that is meant wherever latin1 is said. */
const LATIN1 = 'windows-1252';
const JAPANESE = /^(?:ISO-?2022-?JP|JIS)/i;
const ESCAPE = 0x1b;

const hasTraces = (bytes: Buffer, charset: string) =>
  (/^ISO-?2022/i.test(charset) && bytes.includes(ESCAPE)) ||
  (/^UTF-(?:16|32)/i.test(charset) && bytes.includes(0));

const isKnown = (charset: string) => JAPANESE.test(charset) || iconv.encodingExists(charset);
