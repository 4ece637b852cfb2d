import { syncNow } from '../shared/sync/agents/syncNow.ts';
import { callable } from './callable.ts';
import { unknownMailbox } from './refusals.ts';

/** An agent does not want to wait for Gmail's notification or the poll. */
callable('syncNow', async (deps, { agent, input }) => {
  const answer = await syncNow(deps, { uid: agent.uid, ...input });
  if (answer === 'unknown') throw unknownMailbox();
  return answer;
});
