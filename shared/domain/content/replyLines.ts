import EmailReplyParser from 'email-reply-parser';

/** Longer ones are text; the library's expressions take the fourth power of the length. */
const LINE_CHARACTERS = 200;

const parser = new EmailReplyParser();

/** Whether these lines are the header of a quote, such as `On Monday Ann <ann@x.com> wrote:`, in full. */
export function isQuoteHeader(lines: readonly string[]): boolean {
  const header = lines.map(plain).join(' ');
  const quoted = fragmentsBelowText(header).find((fragment) => fragment.isQuoted());
  return quoted !== undefined && withoutSpace(quoted.getContent()) === withoutSpace(header);
}

/** Whether a signature begins with this line: a separator, `Best regards`, `Sent from my iPhone`. */
export function isSignature(line: string): boolean {
  return fragmentsBelowText(plain(line)).some((fragment) => fragment.isSignature());
}

/**
 * The library is asked about a few short lines at a time: over a whole mail its expressions can run for hours,
 * join distant paragraphs into one header, and multiply a text that has `$'` in it.
 */
function fragmentsBelowText(lines: string) {
  if (lines.length > LINE_CHARACTERS) return [];
  return parser.read(`text\n\n${lines}`).getFragments();
}

/** Bold labels come out of html as `*From:*`. */
const plain = (line: string) => line.trim().replaceAll('*', '').replaceAll('$', '_');

const withoutSpace = (text: string) => text.replace(/\s/g, '');
