import type { Address } from './address.ts';
import { textOf } from './bodyText.ts';
import { googleErrors } from './googleError.ts';
import { type MimePart, parseMime } from './mime.ts';
import { type SearchTime, termSpan } from './searchTime.ts';
import type { StoredMessage } from './storedMessage.ts';

export interface SearchContext extends SearchTime {
  /** A user label's id by its name as searches write it. */
  readonly labelId: (name: string) => string | undefined;
}

export type Predicate = (message: StoredMessage) => boolean;

/** What one `operator:value` asks. @throws GoogleError 500 for what the simulator does not know. */
export function termPredicate(operator: string, value: string, context: SearchContext): Predicate {
  switch (operator) {
    case 'from':
    case 'to':
    case 'cc':
    case 'bcc':
      return ({ envelope }) => envelope[operator].some((person) => isMeant(person, value.toLowerCase()));
    case 'subject':
      return ({ envelope }) => holds(envelope.subject, value);
    case 'rfc822msgid':
      return ({ envelope }) => envelope.messageId.toLowerCase() === bare(value);
    case 'in':
    case 'label':
    case 'is':
      return placePredicate(value.toLowerCase(), context);
    case 'has':
      if (value !== 'attachment') throw unknown(`has:${value}`);
      return (message) => filenames(message).length > 0;
    case 'filename':
      return (message) => filenames(message).some((name) => holds(name, value));
    case '':
      return (message) => wordsOf(message).some((text) => holds(text, value));
    default:
      return timePredicate(operator, value, context);
  }
}

function timePredicate(operator: string, value: string, context: SearchContext): Predicate {
  const span = termSpan(operator, value, context);
  if (!span) throw unknown(`${operator}:${value}`);
  return ({ internalDate }) => internalDate >= span.from && internalDate < span.until;
}

/** Not Gmail's: a search that the simulator does not know must not look like one without hits. */
const unknown = (what: string) =>
  googleErrors.internal(`The Gmail simulator does not know the search "${what}"`);

/** An address or a Message-ID as the indexes have it. */
export const bare = (value: string): string => value.replace(/^<|>$/g, '').toLowerCase();
export const isExact = (value: string): boolean => /^[^@]+@[^@]+$/.test(bare(value));
const holds = (text: string, value: string) => text.toLowerCase().includes(value.toLowerCase());

function isMeant({ name, address }: Address, value: string): boolean {
  if (isExact(value)) return address === bare(value);
  const words = [...address.split(/[^a-z0-9]+/), ...name.toLowerCase().split(/\s+/)];
  return words.includes(value) || address.endsWith(`@${value.replace(/^@/, '')}`) || holds(name, value);
}

function wordsOf({ envelope, raw }: StoredMessage): string[] {
  const people = [envelope.from, envelope.to, envelope.cc].flat();
  return [envelope.subject, ...people.map(({ name, address }) => `${name} ${address}`), textOf(raw)];
}

function filenames(message: StoredMessage): string[] {
  const names = (part: MimePart): string[] => [part.filename, ...part.parts.flatMap(names)];
  return names(parseMime(message.raw)).filter((name) => name !== '');
}

const PLACES: Readonly<Record<string, string>> = { drafts: 'DRAFT', chats: 'CHAT' };
const NOT_ARCHIVED = ['INBOX', 'SENT', 'DRAFT', 'TRASH', 'SPAM'];

function placePredicate(place: string, context: SearchContext): Predicate {
  switch (place) {
    case 'anywhere':
      return () => true;
    case 'read':
      return ({ labels }) => !labels.has('UNREAD');
    case 'archive':
      return ({ labels }) => !NOT_ARCHIVED.some((label) => labels.has(label));
    default: {
      const wanted = PLACES[place] ?? context.labelId(place) ?? place.toUpperCase();
      return ({ labels }) => labels.has(wanted);
    }
  }
}
