import { randomUUID } from 'node:crypto';
import { askForHistory } from '../../../shared/domain/historyFetch.ts';
import { HistoryFetchId, type MailboxId } from '../../../shared/domain/ids.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';
import type { SyncDeps } from '../../../shared/sync/deps.ts';

/** Somebody has asked for a contact's older mail: the job for one mailbox. */
export async function aFetchOf({ histories, clock }: SyncDeps, contact: Contact, mailboxId: MailboxId) {
  const jobId = HistoryFetchId(randomUUID());
  const location = { excluded: [], skipAutomated: false };
  const asked = { jobId, contact, location, before: null, mailboxIds: [mailboxId], now: clock.now() };
  const { attempt } = await histories.changeFetch(jobId, (existing) => askForHistory(existing, asked));
  return { type: 'history', mailboxId, fetchId: jobId, attempt } as const;
}
