import { z } from 'zod';
import { disconnectMailbox } from '../shared/sync/disconnectMailbox.ts';
import { callable } from './callable.ts';
import { mailboxIdInput, unknownMailbox } from './mailboxInput.ts';

const Input = z.strictObject({ mailboxId: mailboxIdInput, deleteData: z.boolean().default(false) });

/** An agent ends the sync of a mailbox of theirs, and our access to it. */
callable('disconnectGmail', Input, async (deps, { agent, input }) => {
  const status = await disconnectMailbox(deps, { uid: agent.uid, ...input });
  if (status === 'unknown') throw unknownMailbox();
  return { status };
});
