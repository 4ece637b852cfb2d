import { z } from 'zod';
import { queueAudits } from '../shared/sync/audit/queueAudits.ts';
import { scheduled } from './scheduled.ts';

/** Every week: what Gmail lists is compared with what is stored. */
scheduled('auditMailboxes', z.object({}), async (deps) => {
  const counts = await queueAudits(deps);
  deps.log.event('auditsQueued', counts);
  return counts;
});
