import { z } from 'zod';
import { syncNow } from '../shared/sync/syncNow.ts';
import { callable } from './callable.ts';
import { mailboxIdInput, unknownMailbox } from './mailboxInput.ts';

/** An agent does not want to wait for Gmail's notification or the poll. */
callable('syncNow', z.strictObject({ mailboxId: mailboxIdInput }), async (deps, { agent, input }) => {
  const answer = await syncNow(deps, { uid: agent.uid, ...input });
  if (answer === 'unknown') throw unknownMailbox();
  return answer;
});
