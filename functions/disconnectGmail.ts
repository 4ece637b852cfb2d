import { HttpsError } from 'firebase-functions/https';
import { z } from 'zod';
import { MailboxId } from '../shared/domain/ids.ts';
import { disconnectMailbox } from '../shared/sync/disconnectMailbox.ts';
import { callable } from './callable.ts';

const Input = z.strictObject({
  mailboxId: z
    .string()
    .regex(/^[\w-]{27}$/, 'is not a mailboxId as getSyncStatus tells it')
    .transform(MailboxId),
  deleteData: z.boolean().default(false),
});

/** An agent ends the sync of a mailbox of theirs, and our access to it. */
callable('disconnectGmail', Input, async (deps, { agent, input }) => {
  const status = await disconnectMailbox(deps, { uid: agent.uid, ...input });
  // The same for a mailbox of somebody else: that it exists is not for strangers to know.
  if (status === 'unknown') {
    throw new HttpsError(
      'not-found',
      'You have no mailbox with this id: take it from getSyncStatus. Only the agent who connected a mailbox can disconnect it.',
    );
  }
  return { status };
});
