import { createHash } from 'node:crypto';
import { MailboxId } from '../../domain/ids.ts';

/** Enough for every message of ours and of Google's; what comes after is a pasted body. */
const MAX_READ = 16_000;
const MAX_WRITTEN = 1_000;

type Rule = readonly [pattern: RegExp, replacement: (match: string, ...groups: string[]) => string];

/** Secrets that are known by their looks or by their name. In this order: the outer form before the inner. */
const SECRETS: readonly Rule[] = [
  [/-----BEGIN [A-Z0-9 ]{1,40}-----[\s\S]*?(?:-----END [A-Z0-9 ]{1,40}-----|$)/g, tag],
  [
    /\b(Bearer|Basic|Digest)(?:\s+|%20|\+)([\w.~+/=-]{8,})/gi,
    (_, scheme = '', secret = '') => `${scheme} ${tag(secret)}`,
  ],
  // Google's access and refresh tokens, authorisation codes, client secrets and API keys.
  [/ya29[.%][\w.%-]+/g, tag],
  [/(?<![\w/])1(?:\/\/|%2F%2F)[\w%-]{10,}/gi, tag],
  [/(?<![\w/])4(?:\/|%2F)[\w%-]{16,}/gi, tag],
  [/GOCSPX-[\w-]+/g, tag],
  [/AIza[\w-]{20,}/g, tag],
  // JSON web tokens, and private integration tokens of GoHighLevel.
  [/eyJ[\w-]{6,}\.[\w-]+(?:\.[\w-]*)?/g, tag],
  [/\bpit-[0-9a-f-]{16,}/gi, tag],
  // A value that is called a secret, in JSON, a query, a form, a header or a sentence.
  [
    /((?:refresh|access|id|client|bearer|page)?[_-]?(?:token|secret|password|passwd|assertion|authorization|cookie|api[_-]?key|private[_-]?key|code[_-]?verifier)\\?["']?\s*[:=]\s*)(\\?"(?:[^"\\]|\\[^"])*\\?"?|'[^']*'?|[^\s&,;})\]]+)/gi,
    (_, name = '', secret = '') => `${name}${tag(secret)}`,
  ],
  [/([?&]code=)([^&\s"']+)/gi, (_, name = '', secret = '') => `${name}${tag(secret)}`],
  // Padded base64, such as a key of the keyring.
  [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{22,}={1,2}/g, tag],
  [/\b[0-9a-f]{40,}\b/gi, tag],
];

/** Long and mixed like nothing that a person writes; our ids have 27 characters, Firebase's 28. */
const OPAQUE = /(?<![\w+-])(?=[\w+-]*[a-z])(?=[\w+-]*[A-Z])(?=[\w+-]*\d)[\w+-]{32,}={0,2}/g;

/** V8 quotes the text that it cannot parse. */
const QUOTED_JSON = /(?:\.{3})?"[\s\S]*"(?:\.{3})? is not valid JSON/g;

const ADDRESS = /[\p{L}\p{N}.!#$%&'*+=?^_`{|}~-]{1,64}?(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/gu;

/**
 * A text as it may stand in a log: secrets and addresses become short hashes, by which two lines about the same
 * one can be told. An address's hash is the beginning of the mailbox id that belongs to it.
 */
export function redact(text: string): string {
  const clean = redactPatterns(
    text.slice(0, MAX_READ).replace(QUOTED_JSON, '[text] is not valid JSON'),
  ).replace(OPAQUE, tag);
  return clean.length > MAX_WRITTEN ? `${clean.slice(0, MAX_WRITTEN)}…` : clean;
}

/** The same for an id, which may be long and mixed. */
export function redactPatterns(text: string): string {
  const withoutSecrets = SECRETS.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    text,
  );
  return withoutSecrets.replace(ADDRESS, (address) => `[address:${hashOfAddress(address)}]`);
}

const hashOfAddress = (address: string): string => MailboxId.of(address.replace(/%40/i, '@')).slice(0, 8);

/** A short secret can be guessed from its hash, so it gets none. */
function tag(secret: string): string {
  if (secret.startsWith('[redacted')) return secret;
  if (secret.length < 16) return '[redacted]';
  return `[redacted:${createHash('sha256').update(secret).digest('hex').slice(0, 6)}]`;
}
