import iconv from 'iconv-lite';
import { type MimePart, parseMime } from './mime.ts';

/** The words of a message: its plain text, else its html without tags. */
export function textOf(raw: Buffer): string {
  const leaves = leavesOf(parseMime(raw)).filter(({ filename }) => filename === '');
  const plain = leaves.find(({ mimeType }) => mimeType === 'text/plain');
  if (plain) return decoded(plain);
  const html = leaves.find(({ mimeType }) => mimeType === 'text/html');
  return html ? decoded(html).replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ') : '';
}

/** Gmail's snippet: one line, about 200 characters, escaped as html. */
export function snippetOf(raw: Buffer): string {
  const line = textOf(raw).replace(/\s+/g, ' ').trim();
  const short = line.length <= 200 ? line : line.slice(0, 200).replace(/\s\S*$/, '');
  return short.replace(/[&<>"']/g, (sign) => ESCAPED[sign] ?? sign);
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const leavesOf = (part: MimePart): MimePart[] =>
  part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);

function decoded({ body, charset }: MimePart): string {
  return iconv.decode(body, charset && iconv.encodingExists(charset) ? charset : 'utf-8');
}
