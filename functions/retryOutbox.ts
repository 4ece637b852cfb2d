import { retryOutbox } from '../shared/sync/agents/retryOutbox.ts';
import { callable } from './callable.ts';
import { unknownDocument } from './refusals.ts';

/** An agent has emails that were not logged at GoHighLevel tried again. */
callable('retryOutbox', async (deps, { agent, input }) => {
  const answer = await retryOutbox(deps, { agent, ...input });
  if (answer === 'unknown') throw unknownDocument('location');
  const { before, after, ...retried } = answer;
  return {
    ...retried,
    ...(before && { before: before.toISOString() }),
    ...(after && { after: { ...after, sentAt: after.sentAt.toISOString() } }),
  };
});
