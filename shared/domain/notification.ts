import { z } from 'zod';
import { HistoryId } from './historyId.ts';
import { EmailAddress } from './ids.ts';

/** Gmail's notification, base64url JSON inside the Pub/Sub message; the id comes as a number or as a string. */
export const Notification = z.object({
  /** Gmail's own word for the mailbox: whatever address it is, only a stored mailbox's is of use. */
  emailAddress: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/)
    .transform(EmailAddress),
  historyId: z.union([z.string(), z.number()]).transform((value, context) => {
    const id = HistoryId.parse(value);
    if (id === undefined) context.addIssue('not a Gmail history id');
    return id ?? z.NEVER;
  }),
});
export type Notification = z.output<typeof Notification>;
