import { z } from 'zod';
import { contactId, emailAddress, line, locationId } from './fields.ts';

/** More than anybody has; each is a term of the searches for the contact's mail. */
const MAX_EMAILS = 20;

export const saveContact = {
  input: z.strictObject({
    locationId,
    /** Of the contact to change; without it, a new one is made. */
    contactId: contactId.optional(),
    name: line(200).trim().min(1, 'is empty'),
    /** All of the contact's addresses: one that is left out is taken away. Mail that is stored stays. */
    emails: z
      .array(emailAddress)
      .max(MAX_EMAILS, `are more than ${MAX_EMAILS}`)
      .transform((emails) => [...new Set(emails)]),
  }),
  output: z.strictObject({
    contactId: z.string(),
    /** The search for older mail that a new address has begun: `historyFetches/{jobId}`. */
    jobId: z.string().exactOptional(),
  }),
};
