import type { Job } from '../../../shared/domain/jobs.ts';
import { queuePoll } from '../../../shared/sync/rounds/queuePoll.ts';
import type { Universe } from './universe.ts';

/** The poll queues this universe's mailboxes; others may be in the same store. */
export async function pollAll({ ground, queue, boxes }: Universe): Promise<void> {
  const ours = new Set(boxes.map(({ mailboxId }) => mailboxId));
  const jobs = {
    publish: async (job: Job) => {
      if (ours.has(job.mailboxId)) queue.push(job);
    },
  };
  await queuePoll({ ...ground.product, jobs, clock: ground.clock }, { quietMs: 60_000 });
}
