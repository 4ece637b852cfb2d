/**
 * What one message may carry. Together they stay below 950 KB, so that a message with all its lists full
 * still fits a Firestore document of 1 MiB.
 */
export const TEXT_BYTES = 200 * 1024;
export const HTML_BYTES = 400 * 1024;
/** Shared by From, To, Cc, Bcc and Reply-To: some 2,500 people. */
export const ADDRESSES_BYTES = 128 * 1024;
export const REFERENCES_BYTES = 32 * 1024;
export const ATTACHMENTS = 200;
/** One header, filename or name; no line of a mail may be longer than 998 bytes. */
export const LINE_BYTES = 998;
export const NAME_BYTES = 255;
export const SNIPPET_CHARACTERS = 200;

/**
 * How much is looked at. Real mails are far below; what is above is cut, so that a hostile mail cannot keep a
 * function busy for longer than an instant.
 */
export const HTML_INPUT_CHARACTERS = 1_200_000;
export const HTML_TO_TEXT_CHARACTERS = 500_000;
/** The same for a body that somebody asks for whole, and waits for: some seconds' work at the worst. */
export const WHOLE_HTML_CHARACTERS = 5_000_000;
/** Parts of a body that Gmail keeps apart; each is a call. */
export const PARTS_APART = 5;
/** Open elements at once: a closing tag costs the parser a look at each. */
export const OPEN_ELEMENTS = 1_000;
export const HTML_NESTING = 256;
/** Quotes and lists indent every line below them, so their nesting multiplies the text. */
export const INDENT_NESTING = 20;
/** Gmail accepts no more than 500 KB of headers. */
export const HEADER_CHARACTERS = 500_000;
export const STYLE_CHARACTERS = 4_000;
export const LINK_CHARACTERS = 8_000;
/** Lines of text in which the beginning of a quote is looked for. */
export const QUOTE_LINES = 5_000;
export const CALENDAR_BYTES = 256 * 1024;
export const PARTS = 1_000;
export const PART_NESTING = 50;
