import { chunks } from '../../domain/chunks.ts';
import type { MessageRef } from '../../domain/gmail.ts';
import type { HistoryFetch } from '../../domain/historyFetch.ts';
import type { GmailMessageId } from '../../domain/ids.ts';
import type { Ledger, LedgerEntry } from '../../domain/ledger.ts';
import { historyQueries, isWanted, type Known } from '../../domain/planHistory.ts';
import type { Gmail } from '../../ports/gmail.ts';
import type { MessageStore } from '../../ports/stores/messageStore.ts';
import type { SyncRun } from '../syncRun.ts';

/** Found mails whose fate is looked up at a time. */
const SLICE = 100;

/** Gmail lists 500 for the price of one. Beyond two pages of known mail, a client goes on by `before`. */
const PAGE = 500;
const PAGES = 2;

export interface FoundHistory {
  /** To be fetched, newest first. */
  readonly wanted: readonly MessageRef[];
  /** What the ledger has of the others that were looked at, down to the last that is wanted. */
  readonly known: Ledger;
  /** Whether the search goes on behind them. */
  readonly more: boolean;
}

interface Searching {
  readonly run: SyncRun;
  readonly gmail: Gmail;
  readonly fetch: HistoryFetch;
}

/**
 * Searches a mailbox for a contact's mail, newest first, until as many as the limit allows are found that are not there
 * yet. What this fetch has stored before counts: a search that is repeated goes on, and does not begin anew.
 */
export async function findHistory(searching: Searching): Promise<FoundHistory> {
  const { run, fetch } = searching;
  const wanted: MessageRef[] = [];
  const looked = new Set<GmailMessageId>();
  const others = new Map<GmailMessageId, LedgerEntry>();
  let room = run.deps.settings.historyFetchLimit;
  for (const query of historyQueries(fetch.emails, fetch.before)) {
    for await (const found of slicesOf(searching.gmail, query)) {
      if (found === 'more') return { wanted, known: others, more: true };
      const known = await lookUp(searching, found);
      for (const ref of found) {
        if (looked.has(ref.id)) continue;
        const entry = known.ledger.get(ref.id);
        const isOurs = entry?.state === 'stored' && entry.at >= fetch.startedAt && known.filed.has(ref.id);
        const isMissing = !isOurs && isWanted(ref.id, known);
        if (isOurs || isMissing) {
          if (room === 0) return { wanted, known: others, more: true };
          room -= 1;
        }
        looked.add(ref.id);
        if (isMissing) wanted.push(ref);
        else if (entry) others.set(ref.id, entry);
      }
    }
  }
  return { wanted, known: others, more: false };
}

/** `more` where the listing does not end with its last page. */
async function* slicesOf(gmail: Gmail, query: string): AsyncGenerator<readonly MessageRef[] | 'more'> {
  let pageToken: string | undefined;
  for (let pages = 0; pages < PAGES; pages += 1) {
    const page = await gmail.listMessages({ query, maxResults: PAGE, ...(pageToken && { pageToken }) });
    yield* chunks(page.messages, SLICE);
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return;
  }
  yield 'more';
}

async function lookUp({ run, fetch }: Searching, found: readonly MessageRef[]): Promise<Known> {
  const { mailboxId } = run.mailbox;
  const ledger = await run.deps.store.readLedger(
    mailboxId,
    found.map(({ id }) => id),
  );
  return {
    ledger,
    filed: await filedIds(run.deps.messages, ledger, fetch),
    decidedSince: fetch.decidedSince[mailboxId],
  };
}

/** What is stored as the contact's already. */
export async function filedIds(
  messages: MessageStore,
  ledger: Ledger,
  { contactId }: HistoryFetch,
): Promise<ReadonlySet<GmailMessageId>> {
  const stored = [...ledger].flatMap(([gmailId, entry]) =>
    entry.state === 'stored' ? entry.messageIds.map((messageId) => ({ gmailId, messageId })) : [],
  );
  const places = await messages.placesOf([...new Set(stored.map(({ messageId }) => messageId))]);
  const filed = new Set(
    places.filter(({ contactIds }) => contactIds.includes(contactId)).map(({ messageId }) => messageId),
  );
  return new Set(stored.filter(({ messageId }) => filed.has(messageId)).map(({ gmailId }) => gmailId));
}
