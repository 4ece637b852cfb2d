import { createHash } from 'node:crypto';
import { type ContactId, type EmailAddress, type HistoryFetchId, type LocationId, MailboxId } from './ids.ts';
import { MAILBOX_STATUSES } from './mailbox.ts';
import { SYNC_ERROR_CODES } from './syncError.ts';
import type { Contact, Location } from './tenancy.ts';

/** The search for a contact's older mail in mailboxes of a location: one document that its agents can watch. */
export interface HistoryFetch {
  readonly jobId: HistoryFetchId;
  readonly locationId: LocationId;
  readonly contactId: ContactId;
  readonly emails: readonly EmailAddress[];
  /** Only mail that is older. */
  readonly before: Date | null;
  /** Rises each time it is done anew; a job of an earlier one is out of date. */
  readonly attempt: number;
  readonly status: 'running' | 'done';
  readonly startedAt: Date;
  /** When it was last asked for, or a mailbox last told how far it is. */
  readonly movedAt: Date;
  readonly finishedAt: Date | null;
  readonly mailboxes: Readonly<Record<MailboxId, MailboxSearch>>;
  /** What decides about the mails that are found: other addresses or settings decide anew. */
  readonly rules: string;
  /** Since when each mailbox's mails have been decided by these rules, so that none is fetched for nothing again. */
  readonly decidedSince: Readonly<Record<MailboxId, Date>>;
  /** The document may be deleted from this time on. */
  readonly expireAt: Date;
}

/** How far one mailbox is. Counts are of messages. */
export type MailboxSearch =
  | { readonly state: 'waiting'; readonly done: number; readonly total: number }
  | ({ readonly state: 'done' } & SearchResult)
  /** `reason`: the mailbox's status, or the code of what failed. */
  | { readonly state: 'failed'; readonly reason: SearchFailure };

/** Of each mailbox's own: its agent has `left` the location, or it is `paused` for long. */
export const SEARCH_FAILURES = [
  ...SYNC_ERROR_CODES,
  ...MAILBOX_STATUSES,
  'unknown',
  'left',
  'paused',
] as const;
export type SearchFailure = (typeof SEARCH_FAILURES)[number];

export interface SearchResult {
  /** What this fetch has brought. */
  readonly stored: number;
  /** The oldest mail that was looked at and is stored. */
  readonly oldest: Date | null;
  /** Whether there is more that was not looked at. */
  readonly more: boolean;
}

export interface HistoryQuestion {
  readonly jobId: HistoryFetchId;
  readonly contact: Contact;
  readonly location: Pick<Location, 'excluded' | 'skipAutomated'>;
  readonly before: Date | null;
  readonly mailboxIds: readonly MailboxId[];
  readonly now: Date;
}

const KEPT_MS = 30 * 24 * 60 * 60_000;

const WAITING: MailboxSearch = { state: 'waiting', done: 0, total: 0 };

/**
 * Begins a fetch, or joins the one that is under way: two clicks are one job. One that is done is done anew, which
 * costs a search; so is one that is under way when the contact has other addresses by now.
 */
export function askForHistory(existing: HistoryFetch | undefined, asked: HistoryQuestion): HistoryFetch {
  const { contact, now } = asked;
  const rules = rulesOf(asked);
  const waiting = Object.fromEntries(asked.mailboxIds.map((id) => [id, WAITING]));
  if (existing?.status === 'running' && existing.rules === rules)
    return settled({ ...existing, mailboxes: { ...waiting, ...existing.mailboxes }, movedAt: now }, now);
  const fetch: HistoryFetch = {
    jobId: asked.jobId,
    locationId: contact.locationId,
    contactId: contact.contactId,
    emails: contact.emails,
    before: asked.before,
    attempt: (existing?.attempt ?? 0) + 1,
    status: 'running',
    startedAt: now,
    movedAt: now,
    finishedAt: null,
    mailboxes: waiting,
    rules,
    decidedSince: existing?.rules === rules ? existing.decidedSince : {},
    expireAt: new Date(now.getTime() + KEPT_MS),
  };
  return settled(fetch, now);
}

/** How far a mailbox is; of no interest to a fetch that has been begun anew since. */
export const reportSearch =
  (of: { mailboxId: MailboxId; attempt: number }, search: MailboxSearch, now: Date) =>
  (fetch: HistoryFetch | undefined): HistoryFetch | undefined => {
    if (fetch?.attempt !== of.attempt || fetch.mailboxes[of.mailboxId]?.state !== 'waiting') return fetch;
    const mailboxes = { ...fetch.mailboxes, [of.mailboxId]: search };
    const since = fetch.decidedSince[of.mailboxId] ?? fetch.startedAt;
    const decidedSince =
      search.state === 'done' ? { ...fetch.decidedSince, [of.mailboxId]: since } : fetch.decidedSince;
    return settled({ ...fetch, mailboxes, decidedSince, movedAt: now }, now);
  };

/** The jobs of what had stopped are queued once more; not of what goes on, or has been begun anew, since. */
export const redriveFetch =
  (stopped: HistoryFetch, now: Date) =>
  (fetch: HistoryFetch | undefined): HistoryFetch | undefined =>
    fetch?.status === 'running' && fetch.movedAt.getTime() === stopped.movedAt.getTime()
      ? { ...fetch, movedAt: now }
      : undefined;

function settled(fetch: HistoryFetch, now: Date): HistoryFetch {
  const isDone = searchesOf(fetch).every(({ state }) => state !== 'waiting');
  return isDone ? { ...fetch, status: 'done', finishedAt: fetch.finishedAt ?? now } : fetch;
}

/** The mailboxes that are still to be searched. */
export const waitingMailboxes = ({ mailboxes }: HistoryFetch): readonly MailboxId[] =>
  Object.entries(mailboxes).flatMap(([id, { state }]) => (state === 'waiting' ? MailboxId(id) : []));

export const searchesOf = ({ mailboxes }: HistoryFetch): readonly MailboxSearch[] => Object.values(mailboxes);

/** All mailboxes together: to go on `before` `oldest` misses nothing in any of them. */
export function resultOf(fetch: HistoryFetch): SearchResult {
  const done = searchesOf(fetch).flatMap((search) => (search.state === 'done' ? search : []));
  const withMore = done.filter(({ more }) => more);
  const times = (of: readonly SearchResult[]) => of.flatMap(({ oldest }) => oldest?.getTime() ?? []);
  const oldest = withMore.length > 0 ? Math.max(...times(withMore)) : Math.min(...times(done));
  return {
    stored: done.reduce((sum, { stored }) => sum + stored, 0),
    oldest: Number.isFinite(oldest) ? new Date(oldest) : null,
    more: withMore.length > 0,
  };
}

function rulesOf({ contact, location }: HistoryQuestion): string {
  const rules = [[...contact.emails].sort(), [...location.excluded].sort(), location.skipAutomated];
  return createHash('sha256').update(JSON.stringify(rules)).digest('base64url');
}
