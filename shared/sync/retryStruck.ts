import { type NetEffect, untouched } from '../domain/foldHistory.ts';
import { type GmailMessageId, GmailThreadId } from '../domain/ids.ts';
import { ingest, type Progressed } from './ingest.ts';
import type { ReservingGmail } from './pacing/pacedGmail.ts';
import type { SyncRun } from './syncRun.ts';

/** Far more than a mailbox ever has. */
const LIMIT = 500;

/**
 * Tries again what could not be read or stored before. A delta lists its messages again by itself; a listing of the
 * newest so many need not, because others have arrived since.
 */
export async function retryStruck(run: SyncRun, gmail: ReservingGmail): Promise<Progressed> {
  const { mailboxId } = run.mailbox;
  const struck = await run.deps.store.ledgerPage(mailboxId, { limit: LIMIT, state: 'struck' });
  if (struck.size === 0) return 'done';
  return ingest(run, gmail, [...struck.keys()].map(listed), { last: (mailbox) => mailbox });
}

/** Each by itself: the ledger does not know their threads. */
function listed(id: GmailMessageId): NetEffect {
  return { ...untouched({ id, threadId: GmailThreadId(id) }), effect: 'listed' };
}
