import type { Ingested } from '../domain/planCommit.ts';
import type { Progressed } from './ingest.ts';
import type { SyncRun } from './syncRun.ts';

/** A transaction's share. What is erased is read with what stands beside it in its conversations. */
const PAGE = { erase: 20, forget: 100 };

/**
 * Empties the mailbox's ledger, page by page, and then the records of its runs. `erase` takes the mailbox's copies
 * out of the messages of the locations that the agent is in; `forget` leaves the messages as they are.
 */
export async function emptyLedger(
  run: SyncRun,
  { entries: how, runsBefore }: { entries: 'erase' | 'forget'; runsBefore?: Date },
): Promise<{ progressed: Progressed; entries: number }> {
  const { store } = run.deps;
  const { mailboxId } = run.mailbox;
  let entries = 0;
  for (;;) {
    const page = await store.ledgerPage(mailboxId, { limit: PAGE[how] });
    if (page.size === 0) break;
    if (run.isOutOfTime && entries > 0) return { progressed: 'outOfTime', entries };
    const agent = how === 'erase' ? await store.readAgent(run.mailbox.uid) : undefined;
    const locationIds = agent?.locationIds ?? [];
    const linkedIds = (await store.readLocations(locationIds))
      .filter(({ ghl }) => ghl !== null)
      .map(({ locationId }) => locationId);
    await run.commit(
      [...page].map(
        ([gmailId, before]): Ingested =>
          how === 'erase' ? { type: how, gmailId, before, locationIds, linkedIds } : { type: how, gmailId },
      ),
    );
    entries += page.size;
  }
  for (;;) {
    const runs = await store.runsPage(mailboxId, {
      limit: PAGE.forget,
      ...(runsBefore && { before: runsBefore }),
    });
    if (runs.length === 0) return { progressed: 'done', entries };
    await run.commit([], undefined, { drop: { runs } });
  }
}
