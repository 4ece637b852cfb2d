import { createHash, timingSafeEqual } from 'node:crypto';
import { http } from '@google-cloud/functions-framework';
import { z } from 'zod';
import { queuePoll } from '../shared/sync/queuePoll.ts';
import { app } from './app.ts';

/** `quietSeconds`: mailboxes that had a run more recently are left alone. */
const Query = z.object({ quietSeconds: z.coerce.number().int().min(0).max(86_400).default(60) });

/** The fallback where no notification came: queues a sync for every mailbox that has been quiet. */
http('pollMailboxes', async (request, response) => {
  const deps = app();
  if (!isSecret(request.headers.authorization, deps.config.CRON_SECRET)) {
    response.status(401).json({ error: 'Send the header "Authorization: Bearer <CRON_SECRET>".' });
    return;
  }
  const query = Query.safeParse(request.query);
  if (!query.success) {
    response.status(400).json({ error: 'quietSeconds is a whole number of seconds from 0 to 86400.' });
    return;
  }
  try {
    const counts = await queuePoll(deps, { quietMs: query.data.quietSeconds * 1_000 });
    deps.log.event('pollFinished', { queued: counts.queued });
    response.json(counts);
  } catch (error) {
    deps.log.event('unexpectedFailure', { function: 'pollMailboxes', error });
    response.status(500).json({ error: 'The poll stopped half way. It has been logged; call it again.' });
  }
});

/** Compared as hashes, in constant time: neither the length nor a matching start can be measured. */
function isSecret(authorization: string | undefined, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${secret}`));
}
