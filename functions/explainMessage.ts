import { explainMessage } from '../shared/sync/agents/explainMessage.ts';
import { callable } from './callable.ts';
import { unknownMailbox } from './refusals.ts';

/** An agent asks why a mail is here, or why it is not. */
callable('explainMessage', async (deps, { agent, input }) => {
  const answer = await explainMessage(deps, { agent, ...input });
  if (answer === 'unknown') throw unknownMailbox();
  return answer;
});
