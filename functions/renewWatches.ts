import { z } from 'zod';
import { queueRenewals } from '../shared/sync/queueRenewals.ts';
import { scheduled } from './scheduled.ts';

/** Every day: Gmail's notifications end a week after they were asked for. */
scheduled('renewWatches', z.object({}), async (deps) => {
  const counts = await queueRenewals(deps);
  deps.log.event('renewalsQueued', counts);
  return counts;
});
