import { emptyLedger } from './emptyLedger.ts';
import type { Progressed } from './ingest.ts';
import type { SyncRun } from './syncRun.ts';

/**
 * Before its cursor is pinned a mailbox has stored nothing for its agent: a ledger that it has by then is that of an
 * agent who had it before, and would keep mail from being stored for this one. Its entries go; the messages stay in
 * the former agent's locations as they are.
 */
export async function retireLedger(run: SyncRun): Promise<Progressed> {
  const { mailboxId, connectedAt } = run.mailbox;
  const { progressed, entries } = await emptyLedger(run, { entries: 'forget', runsBefore: connectedAt });
  if (entries > 0) run.deps.log.event('ledgerRetired', { mailboxId, runId: run.runId, deleted: entries });
  return progressed;
}
