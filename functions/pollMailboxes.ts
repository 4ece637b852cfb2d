import { z } from 'zod';
import { queuePoll, wakeWaitingRelays } from '../shared/sync/queuePoll.ts';
import { scheduled } from './scheduled.ts';

const SECONDS = 'is a whole number of seconds from 0 to 86400';

/** Mailboxes that had a run more recently are left alone. */
const Query = z.object({
  quietSeconds: z.coerce.number(SECONDS).int(SECONDS).min(0, SECONDS).max(86_400, SECONDS).default(60),
});

/** The fallback where no notification came: queues a sync for every mailbox that has been quiet. */
scheduled('pollMailboxes', Query, async (deps, { quietSeconds }) => {
  const counts = await queuePoll(deps, { quietMs: quietSeconds * 1_000 });
  const relays = await wakeWaitingRelays(deps);
  deps.log.event('pollFinished', { queued: counts.queued, relays });
  return { ...counts, relays };
});
