import { createHash, timingSafeEqual } from 'node:crypto';
import { http } from '@google-cloud/functions-framework';
import { queuePoll } from '../shared/sync/queuePoll.ts';
import { app } from './app.ts';

/** A mailbox that was synced this recently is left alone. */
const FRESH_MS = 60_000;

/** The fallback where no notification came: queues a delta for every mailbox that has been quiet. */
http('pollMailboxes', async (request, response) => {
  const deps = app();
  if (!isSecret(request.headers.authorization, deps.config.CRON_SECRET)) {
    response.status(401).json({ error: 'Send the header "Authorization: Bearer <CRON_SECRET>".' });
    return;
  }
  const counts = await queuePoll(deps, { olderThanMs: FRESH_MS });
  deps.log.event('pollFinished', { queued: counts.queued });
  response.json(counts);
});

/** Compared as hashes, in constant time: neither the length nor a matching start can be measured. */
function isSecret(authorization: string | undefined, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${secret}`));
}
