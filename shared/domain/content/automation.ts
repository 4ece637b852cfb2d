import type { MessageHeader, MessagePart } from '../gmail.ts';
import { readSender } from './addressList.ts';
import { headerValue, headerValues, structuredHeader } from './headers.ts';
import { LINE_BYTES, PARTS } from './limits.ts';

/** What wrote or brought a mail in a person's place; a `notice` is a machine's that answers nobody. */
export type Automation = 'report' | 'autoReply' | 'list' | 'notice';

/**
 * By what the headers say, and by nothing else: subjects are in every language, and `noreply@` is only a name. Where they
 * leave it open, the mail is a person's.
 */
export function readAutomation(payload: MessagePart): Automation | null {
  if (isReport(payload)) return 'report';
  // Google Calendar sends them in a person's name, as `Auto-Submitted: auto-generated`.
  if (isMeeting(payload)) return null;
  if (isAutoReply(payload.headers)) return 'autoReply';
  if (isList(payload.headers)) return 'list';
  return isNotice(payload.headers) ? 'notice' : null;
}

/**
 * A delivery that failed, is late or succeeded, or a receipt: `multipart/report` (RFC 6522), and what was written instead
 * of it before. `postmaster@` alone may be a person.
 */
function isReport({ mimeType, headers }: MessagePart): boolean {
  if (mimeType.trim().toLowerCase() === 'multipart/report') return true;
  const [sender] = readSender(headerValue(headers, 'From'));
  return sender?.address.startsWith('mailer-daemon@') === true || has(headers, 'X-Failed-Recipients');
}

/** Autoresponders that know no RFC 3834: cPanel, Gmail, Domain Technologie Control, and their likes. */
const AUTOREPLY_HEADERS = [
  'X-Autoreply',
  'X-Autorespond',
  'X-Autoresponder',
  'X-Autoreply-From',
  'X-Mail-Autoreply',
];

/** `X-Auto-Response-Suppress` says what shall not be answered by a machine, and not that a machine wrote it. */
function isAutoReply(headers: Headers): boolean {
  return (
    submissionOf(headers).includes('auto-replied') ||
    AUTOREPLY_HEADERS.some((name) => keywordsOf(headers, name).some((keyword) => keyword !== 'no')) ||
    precedenceOf(headers).some((precedence) => /^auto[_-]?reply$/.test(precedence))
  );
}

/**
 * `List-Id` (RFC 2919) and `List-Post` (RFC 2369) are a list's, and `Precedence` says so by itself. `List-Unsubscribe`
 * alone does not make it one: Gmail asks whoever sends much for it (https://support.google.com/a/answer/81126), so that the
 * tools in which people write to one another add it, too. Most newsletters have one of the others as well.
 */
function isList(headers: Headers): boolean {
  if (has(headers, 'List-Id') || has(headers, 'List-Post')) return true;
  return precedenceOf(headers).some((precedence) => ['list', 'bulk', 'junk'].includes(precedence));
}

/**
 * `Auto-Submitted` other than `no` (RFC 3834, 5), and the null reverse-path, which nothing else may have (RFC 5321,
 * 4.5.5): of some automatic replies it is the only sign.
 */
function isNotice(headers: Headers): boolean {
  if (submissionOf(headers).some((keyword) => keyword !== 'no')) return true;
  return headerValue(headers, 'Return-Path').replace(/\s/g, '') === '<>';
}

/** An invitation, its change or an answer to it (RFC 5546); what is only published is a date in any mail. */
function isMeeting(payload: MessagePart): boolean {
  const parts = [payload];
  for (const { mimeType, headers, parts: children } of parts) {
    const type = mimeType.trim().toLowerCase();
    if (type.startsWith('multipart/')) parts.push(...children.slice(0, PARTS - parts.length));
    if (type !== 'text/calendar') continue;
    const method = structuredHeader(headers, 'Content-Type').params['method'] ?? 'PUBLISH';
    if (method.trim().toUpperCase() !== 'PUBLISH') return true;
  }
  return false;
}

type Headers = readonly MessageHeader[];

const submissionOf = (headers: Headers) => keywordsOf(headers, 'Auto-Submitted');

const precedenceOf = (headers: Headers) => [
  ...keywordsOf(headers, 'Precedence'),
  ...keywordsOf(headers, 'X-Precedence'),
];

const has = (headers: Headers, name: string): boolean =>
  headerValues(headers, name).some((value) => value.trim() !== '');

/** What each of the header's values begins with, without comments and parameters. */
const keywordsOf = (headers: Headers, name: string): readonly string[] =>
  headerValues(headers, name)
    .map((value) => value.slice(0, LINE_BYTES).replace(/\([^()]*\)/g, ''))
    .map((value) => value.split(';', 1)[0]?.trim().toLowerCase() ?? '')
    .filter((keyword) => keyword !== '');
