import { QUOTE_LINES } from './limits.ts';
import { isQuoteHeader, isSignature } from './replyLines.ts';

/** A signature that is longer is more likely text below a line of dashes. */
const SIGNATURE_LINES = 10;
/** How many lines may be asked about; each costs the library up to some milliseconds. */
const QUESTIONS = 250;
/** A header that names who wrote when may be broken over so many lines. */
const HEADER_LINES = 3;

/**
 * Where the quoted rest of a mail begins, the signature above it included, as an offset into `text`. Null where
 * nothing can be folded away: no quote, new text below or between the quotes, a forwarded mail (its words are
 * what the sender wants to show), or nothing above the quote.
 */
export function findQuote(text: string): number | null {
  const lines = text.split('\n', QUOTE_LINES);
  const quote = findQuotedLine(lines);
  if (quote === 'forwarded') return null;
  const isWhole = lines.length < QUOTE_LINES;
  if (quote === undefined && !isWhole) return null;
  const end = quote ?? lines.length;
  const first = findSignature(lines, end) ?? end;
  if (first === lines.length || lines.slice(0, first).every(isBlank)) return null;
  return lines.slice(0, first).reduce((offset, line) => offset + line.length + 1, 0);
}

/** The first line of the quote that reaches to the end. */
function findQuotedLine(lines: readonly string[]): number | undefined | 'forwarded' {
  let start: number | undefined;
  let questions = QUESTIONS;
  for (const [index, line] of lines.entries()) {
    if (isBlank(line)) continue;
    if (isQuoted(line)) {
      start ??= index;
      continue;
    }
    const asked = ENDS_HEADER.test(line);
    // A mail of which so much was looked at goes on as it is here.
    if (asked && questions <= 0) return start;
    if (asked) questions -= HEADER_LINES;
    const header = asked ? headerEndingAt(lines, index) : undefined;
    const next = header === undefined ? undefined : lines.slice(index + 1).find((below) => !isBlank(below));
    if (next !== undefined) {
      start ??= header;
      // Quoted without marks: nothing tells where the quote would end.
      if (!isQuoted(next)) return start;
    } else if (FORWARDED.test(line)) return 'forwarded';
    else start = undefined;
  }
  return start;
}

/** The line with which the header begins that ends at `end`: the shortest that the library knows. */
function headerEndingAt(lines: readonly string[], end: number): number | undefined {
  for (let start = end; start >= 0 && start > end - HEADER_LINES; start -= 1) {
    const line = lines[start] ?? '';
    if (isBlank(line) || isQuoted(line)) return undefined;
    if (!isQuoteHeader(lines.slice(start, end + 1))) continue;
    return SENDER.test(line) && !lines.slice(end + 1, end + 7).some(isSubject) ? undefined : start;
  }
  return undefined;
}

/** The first line of the signature right above `end`. */
function findSignature(lines: readonly string[], end: number): number | undefined {
  let start: number | undefined;
  let seen = 0;
  for (let index = end - 1; index >= 0 && seen < SIGNATURE_LINES; index -= 1) {
    const line = lines[index] ?? '';
    if (isBlank(line)) continue;
    seen += 1;
    if (isQuoted(line)) break;
    if (isSignature(line)) start = index;
  }
  return start;
}

const isBlank = (line: string) => line.trim() === '';
const isQuoted = (line: string) => line.trimStart().startsWith('>');

/** Cheap to see, and true of all headers. */
const ENDS_HEADER = /[:：>\])-]\s{0,9}$/;
const FORWARDED =
  /^\s{0,9}(?:-{5,40} ?[\p{L} '’]{4,60}:? ?-{3,40}|(?:Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)|Début du (?:message réexpédié|message transféré)|Inicio del mensaje reenviado|Inizio messaggio inoltrato)\s?:)\s{0,9}$/u;

/** A form's mail may tell of its sender as well; only a quoted mail goes on to tell its subject. */
const SENDER = /^[\s*]{0,9}(?:From|Von|De|Van|Da)[\s*]{0,9}:/;
const SUBJECT =
  /^[\s*]{0,9}(?:Subject|Betreff|Objet|Asunto|Oggetto|Onderwerp|Assunto|Ämne|Emne|Temat)[\s*]{0,9}:/i;
const isSubject = (line: string) => SUBJECT.test(line);
