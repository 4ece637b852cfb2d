import type { Address } from './address.ts';
import { textOf } from './bodyText.ts';
import { googleErrors } from './googleError.ts';
import { type MimePart, parseMime } from './mime.ts';
import type { StoredMessage } from './storedMessage.ts';

export interface SearchContext {
  readonly now: number;
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
      return timePredicate(operator, value, context.now);
  }
}

function timePredicate(operator: string, value: string, now: number): Predicate {
  switch (operator) {
    case 'after':
    case 'newer':
      return since(timeOf(value));
    case 'before':
    case 'older':
      return until(timeOf(value));
    case 'newer_than':
      return since(now - spanOf(value));
    case 'older_than':
      return until(now - spanOf(value));
    default:
      throw unknown(`${operator}:`);
  }
}

const since =
  (time: number): Predicate =>
  ({ internalDate }) =>
    internalDate >= time;
const until =
  (time: number): Predicate =>
  ({ internalDate }) =>
    internalDate < time;

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

/** Epoch seconds, or a date at midnight of the Pacific standard time that Gmail searches in. */
function timeOf(value: string): number {
  if (/^\d{9,}$/.test(value)) return Number(value) * 1000;
  const [, year, month, day] = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/.exec(value) ?? [];
  if (!year || !month || !day) throw unknown(value);
  return Date.UTC(Number(year), Number(month) - 1, Number(day), 8);
}

const DAYS: Readonly<Record<string, number>> = { d: 1, m: 30, y: 365 };

function spanOf(value: string): number {
  const [, count, unit = ''] = /^(\d+)([dmy])$/.exec(value) ?? [];
  if (!count) throw unknown(value);
  return Number(count) * (DAYS[unit] ?? 1) * 86_400_000;
}
