import type { ContactId } from '../ids.ts';
import {
  type Candidates,
  type Conflict,
  type ImportDecision,
  type ImportedContact,
  importContact,
  type SaidContact,
} from './importContact.ts';

/** Whether older mail is searched for because of a new address: not, as soon as can be, or that has been queued. */
export type HistoryWish = 'none' | 'wanted' | 'queued';

/**
 * GHL's last word about a contact, kept for as long as an older one may still come: what is late does not undo it, and
 * does not bring back what is deleted.
 */
export interface LastWord {
  readonly at: Date;
  readonly deleted: boolean;
  /** The webhook, or the attempt of an import, that brought it, and what it was worth: done again, it counts the same. */
  readonly by: string;
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'removed';
  readonly history: HistoryWish;
  /** The document may be deleted from this time on. */
  readonly expireAt: Date;
}

/** What GHL, or a file, says of a contact at a time. */
export interface ContactNews {
  readonly said: SaidContact;
  readonly deleted: boolean;
  /** As of when it is so. */
  readonly at: Date;
  /** When it was last known to be there, or not to be: a contact that is restored has not changed. */
  readonly seenAt: Date;
  readonly by: string;
  /** Whether older mail with a new address is to be searched for. */
  readonly fetchHistory: boolean;
  /** For a contact that is new. */
  readonly newId: ContactId;
  readonly now: Date;
  /** Of an event that may come again: then it changes nothing. */
  readonly webhookId?: string;
}

export interface NewsResult {
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'removed' | 'skipped' | 'outdated' | 'seen';
  readonly reason?: 'noAddress' | 'taken';
  readonly contactId?: ContactId;
  readonly conflicts: readonly Conflict[];
  readonly history: HistoryWish;
  /** Whether there was anything to write. */
  readonly isNews: boolean;
}

/** What is stored about it. `seen`: the webhook has come before. */
export interface StoredNews extends Candidates {
  readonly seen: boolean;
  readonly word: LastWord | undefined;
}

/** To be carried out in the transaction that has read what is stored. */
export interface NewsPlan {
  readonly result: NewsResult;
  readonly save?: ImportedContact;
  readonly remove?: readonly ContactId[];
  readonly word?: LastWord;
}

/**
 * An event that is older is not taken: whoever sends one again that has been forgotten changes nothing. GHL repeats
 * within hours what could not be taken; an import makes up for more.
 */
export const EVENT_LIVES_MS = 3 * 24 * 60 * 60_000;

/** Until when an event that has been taken is known. */
export const expiryOfEvent = (now: Date): Date => new Date(now.getTime() + 2 * EVENT_LIVES_MS);

const WORD_KEPT_MS = 30 * 24 * 60 * 60_000;

/** What becomes of news: who brings them, an import, a webhook or a file, makes no difference. */
export function planNews(stored: StoredNews, news: ContactNews): NewsPlan {
  const plan = decide(stored, news);
  const isNews = [plan.save, plan.word, plan.remove?.[0]].some((write) => write !== undefined);
  return { ...plan, result: { ...plan.result, isNews } };
}

type Decided = Omit<NewsPlan, 'result'> & { readonly result: Omit<NewsResult, 'isNews'> };

function decide(stored: StoredNews, news: ContactNews): Decided {
  const { word, own } = stored;
  const pending = word?.history === 'wanted' ? 'wanted' : 'none';
  const known = own[0] && { contactId: own[0].contactId };
  if (stored.seen) return { result: { outcome: 'seen', ...known, conflicts: [], history: pending } };
  if (word && isOutdated(word, news))
    return { result: { outcome: 'outdated', ...known, conflicts: [], history: pending } };
  if (news.deleted) return planRemoval(own, news);
  return planSaving(importContact(stored, news.said, news.newId), word, news);
}

function isOutdated(word: LastWord, { at, seenAt, deleted }: ContactNews): boolean {
  return word.deleted || deleted ? seenAt < word.at : at < word.at;
}

/** Its mail and its conversation stay. */
function planRemoval(own: readonly ImportedContact[], news: ContactNews): Decided {
  const outcome = own.length > 0 ? 'removed' : 'unchanged';
  return {
    result: { outcome, ...(own[0] && { contactId: own[0].contactId }), conflicts: [], history: 'none' },
    remove: own.map(({ contactId }) => contactId),
    word: { ...wordOf(news), deleted: true, outcome: 'removed', history: 'none' },
  };
}

function planSaving(decision: ImportDecision, word: LastWord | undefined, news: ContactNews): Decided {
  const { outcome, conflicts } = decision;
  if (outcome === 'skipped') {
    const { reason } = decision;
    const spoken = news.webhookId !== undefined && {
      word: { ...wordOf(news), outcome: 'unchanged' as const },
    };
    return { result: { outcome, reason, conflicts, history: 'none' }, ...spoken };
  }
  const { contactId } = decision.contact;
  const isRepeat = word?.by === news.by && !word.deleted;
  const isOfFile = news.said.ghlContactId === null;
  const before = word?.history ?? 'none';
  if (outcome === 'unchanged') {
    const history = isRepeat || before === 'wanted' ? before : 'none';
    const counted = isRepeat && word.outcome !== 'removed' ? word.outcome : outcome;
    const result = { outcome: counted, contactId, conflicts, history };
    // An import writes nothing for what has not changed; of an event, a later one has to know.
    return news.webhookId === undefined
      ? { result }
      : { result, word: { ...wordOf(news), outcome, history } };
  }
  const isWanted = before === 'wanted' || (news.fetchHistory && decision.added.length > 0);
  const history = isWanted ? 'wanted' : 'none';
  return {
    result: { outcome, contactId, conflicts, history },
    // No word is kept of a file: the search that it begins is noted on the contact.
    save: isOfFile && isWanted ? { ...decision.contact, historyWanted: true } : decision.contact,
    word: { ...wordOf(news), outcome, history },
  };
}

function wordOf({ at, seenAt, deleted, by, now }: ContactNews): Omit<LastWord, 'outcome'> {
  const expireAt = new Date(now.getTime() + WORD_KEPT_MS);
  return { at: deleted ? seenAt : at, deleted, by, history: 'none', expireAt };
}

/** In the place of GHL's last word about somebody who was erased here: what GHL said before does not bring them back. */
export const erasedWord = (now: Date): LastWord => ({
  at: now,
  deleted: true,
  by: 'erasure',
  outcome: 'removed',
  history: 'none',
  expireAt: new Date(now.getTime() + WORD_KEPT_MS),
});
