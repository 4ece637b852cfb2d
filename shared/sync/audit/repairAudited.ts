import type { GmailMessageId } from '../../domain/ids.ts';
import { isBehind } from '../../domain/mailboxTransitions.ts';
import type { Ingested } from '../../domain/planCommit.ts';
import { ingest, type Progressed } from '../ingest.ts';
import { type AuditedPage, type Auditing, listedAlone } from './auditing.ts';

/**
 * Puts right what a page has found, on the way of every other change. An entry that names what is not there goes first,
 * and its mail is then looked at as if nobody had; should this die in between, `noted`, the ids of all that
 * this audit has found dangling, has the mail still.
 */
export async function repairAudited(
  { run, gmail }: Auditing,
  { effects, dangling }: AuditedPage,
  noted: readonly GmailMessageId[],
): Promise<Progressed> {
  const anew = new Set([...noted, ...dangling.keys()]);
  for (const { id } of effects) anew.delete(id);
  if (effects.length + anew.size === 0) return 'done';
  if (dangling.size > 0) {
    await run.commit(
      [...dangling].map(([gmailId, entry]): Ingested => {
        const before = { ...entry, messageIds: [] };
        return { type: 'erase', gmailId, before, locationIds: [] };
      }),
    );
  }
  return ingest(run, gmail, [...effects, ...[...anew].map(listedAlone)], {
    last: (mailbox) => mailbox,
    givesWay: () => isBehind(run.mailbox),
  });
}
