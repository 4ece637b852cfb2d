import { HistoryId } from '../../../shared/domain/historyId.ts';
import { runJob } from '../../../shared/sync/runJob.ts';
import type { Judged, JudgedBox } from './judged.ts';
import { pollAll } from './pollAll.ts';
import type { Box, Universe } from './universe.ts';

const MINUTE_MS = 60_000;
const MOST_ROUNDS = 12;

/** Everything works again: agents connect again where they have to, and the poll comes round until all is at rest. */
export async function settle(universe: Universe): Promise<void> {
  const { ground, queue, setting, boxes } = universe;
  ground.gmail.faults.clear();
  if (setting.losesJobs) queue.length = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    // Leases and pauses run out within minutes; a mailbox may recover once an hour.
    ground.clock.pass((round < 3 ? 5 : 61) * MINUTE_MS);
    for (const box of boxes) if (await needsGrant(universe, box)) await universe.connect(box);
    await pollAll(universe);
    for (let job = queue.shift(); job; job = queue.shift()) await runJob(universe.deps, job);
    await universe.look();
    const isAtRest = await Promise.all(boxes.map((box) => atRest(universe, box)));
    if (isAtRest.every(Boolean)) return;
  }
  const mailboxes = await Promise.all(boxes.map(({ mailboxId }) => ground.mailbox(mailboxId)));
  throw new Error(`The mailboxes do not come to rest: ${JSON.stringify(mailboxes)}`);
}

async function needsGrant({ ground }: Universe, { mailboxId }: Box): Promise<boolean> {
  const mailbox = await ground.mailbox(mailboxId);
  return mailbox === undefined || mailbox.status === 'reauthRequired';
}

/** The cursor is where the mailbox is, and nobody works on it or waits for anything. */
export async function atRest(
  { ground }: Pick<Judged, 'ground'>,
  { mailboxId, account }: Pick<JudgedBox, 'mailboxId' | 'account'>,
): Promise<boolean> {
  const mailbox = await ground.mailbox(mailboxId);
  return (
    mailbox?.status === 'live' &&
    mailbox.historyId === account.historyId &&
    mailbox.lease.holder === null &&
    mailbox.recovery === null &&
    !(mailbox.wantedHistoryId && HistoryId.isAbove(mailbox.wantedHistoryId, mailbox.historyId))
  );
}
