import libmime from 'libmime';
import { list, parseAddresses } from './address.ts';
import { bracketed } from './envelope.ts';
import type { Mail, MailAttachment } from './mail.ts';

interface Entity {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** Composes RFC 2822 bytes. The same mail and defaults give the same bytes, so that they need not be kept. */
export function composeMail(
  mail: Mail,
  defaults: { date: Date; messageId: string; boundary: string },
): Buffer {
  const content = contentOf(mail, defaults.boundary);
  const given = Object.entries(mail.headers ?? {});
  const replaced = new Set(given.map(([name]) => name.toLowerCase()));
  const headers = [
    ...composedHeaders(mail, defaults).filter(([name]) => !replaced.has(name.toLowerCase())),
    ...given.flatMap(([name, values]) => list(values).map((value) => [name, value] as const)),
    ['MIME-Version', '1.0'] as const,
    ...content.headers,
  ];
  return Buffer.from(written({ headers, body: content.body }));
}

function composedHeaders(mail: Mail, defaults: { date: Date; messageId: string }): [string, string][] {
  const all: [string, string][] = [
    ['Date', (mail.date ?? defaults.date).toUTCString().replace('GMT', '+0000')],
    ['From', people(mail.from)],
    ['To', people(mail.to)],
    ['Cc', people(mail.cc)],
    ['Bcc', people(mail.bcc)],
    ['Subject', libmime.foldLines(libmime.encodeWords(mail.subject ?? '', 'Q', 52))],
    ['Message-ID', bracketed(mail.messageId ?? defaults.messageId)],
    ['In-Reply-To', bracketed(mail.inReplyTo ?? '')],
    ['References', list(mail.references).map(bracketed).join('\r\n ')],
  ];
  return all.filter(([name, value]) => value !== '' || (name === 'Subject' && mail.subject !== undefined));
}

function people(value: string | readonly string[] | undefined): string {
  return list(value)
    .flatMap((text) => (isAscii(text) ? [text] : parseAddresses(text).map(encodedAddress)))
    .join(',\r\n ');
}

const encodedAddress = ({ name, address }: { name: string; address: string }) =>
  name === '' ? address : `${libmime.encodeWord(name, 'B', 52)} <${address}>`;

function contentOf(mail: Mail, seed: string): Entity {
  const inline = (mail.attachments ?? []).filter(({ contentId }) => contentId !== undefined);
  const attached = (mail.attachments ?? []).filter(({ contentId }) => contentId === undefined);
  const text = textEntity('text/plain', mail.text ?? '');
  const html = mail.html === undefined ? undefined : textEntity('text/html', mail.html);
  const rich =
    html && inline.length > 0 ? multipart('related', seed, [html, ...inline.map(attachment)]) : html;
  const body =
    rich === undefined ? text : mail.text === undefined ? rich : multipart('alternative', seed, [text, rich]);
  return attached.length === 0 ? body : multipart('mixed', seed, [body, ...attached.map(attachment)]);
}

function textEntity(type: string, text: string): Entity {
  const plain = isAscii(text) && !/[^\n]{900}/.test(text);
  return {
    headers: [
      ['Content-Type', `${type}; charset="UTF-8"`],
      ['Content-Transfer-Encoding', plain ? '7bit' : 'base64'],
    ],
    body: plain ? text.replace(/\r?\n/g, '\r\n') : base64Lines(Buffer.from(text)),
  };
}

function attachment(of: MailAttachment): Entity {
  const type = of.mimeType ?? 'application/octet-stream';
  const param = (key: string) =>
    libmime
      .buildHeaderParam(key, of.filename, 60)
      .map(({ key: name, value }) => `${name}=${/^[\w.%*'-]+$/.test(value) ? value : quoted(value)}`)
      .join(';\r\n ');
  return {
    headers: [
      ['Content-Type', `${type};\r\n ${param('name')}`],
      ['Content-Disposition', `${of.contentId ? 'inline' : 'attachment'};\r\n ${param('filename')}`],
      ['Content-Transfer-Encoding', 'base64'],
      ...(of.contentId ? [['Content-ID', bracketed(of.contentId)] as const] : []),
    ],
    body: base64Lines(Buffer.from(of.content)),
  };
}

function multipart(subtype: string, seed: string, parts: readonly Entity[]): Entity {
  const boundary = `=_${subtype}_${seed}`;
  return {
    headers: [['Content-Type', `multipart/${subtype}; boundary="${boundary}"`]],
    body: `${parts.map((part) => `--${boundary}\r\n${written(part)}\r\n`).join('')}--${boundary}--\r\n`,
  };
}

const written = ({ headers, body }: Entity) =>
  `${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;

const isAscii = (text: string) => !/[^\x20-\x7e\r\n\t]/.test(text);
const quoted = (value: string) => (value.startsWith('"') ? value : `"${value.replace(/["\\]/g, '\\$&')}"`);
const base64Lines = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
