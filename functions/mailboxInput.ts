import { HttpsError } from 'firebase-functions/https';
import { z } from 'zod';
import { MailboxId } from '../shared/domain/ids.ts';

/** A mailbox's id as a callable's input; nothing else can become a part of a document's path. */
export const mailboxIdInput = z
  .string()
  .regex(/^[\w-]{27}$/, 'is not a mailboxId as getSyncStatus tells it')
  .transform(MailboxId);

/** The same for a mailbox of somebody else: that it exists is not for strangers to know. */
export const unknownMailbox = () =>
  new HttpsError(
    'not-found',
    'You have no mailbox with this id: take it from getSyncStatus. A mailbox is open only to the agent who connected it.',
  );
