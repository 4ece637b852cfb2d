import { disconnectMailbox } from '../shared/sync/disconnectMailbox.ts';
import { callable } from './callable.ts';
import { unknownMailbox } from './refusals.ts';

/** An agent ends the sync of a mailbox of theirs, and our access to it. */
callable('disconnectGmail', async (deps, { agent, input }) => {
  const status = await disconnectMailbox(deps, { uid: agent.uid, ...input });
  if (status === 'unknown') throw unknownMailbox();
  return { status };
});
