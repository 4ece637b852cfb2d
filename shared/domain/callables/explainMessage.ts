import { z } from 'zod';
import { Explanation } from '../explanation.ts';
import { GmailMessageId } from '../ids.ts';
import { line, mailboxId } from './fields.ts';

/** Which mail an agent means. */
export type MailQuestion =
  | { readonly gmailId: GmailMessageId }
  /** Without angle brackets, and without anything that a search gives a meaning to. */
  | { readonly rfc822MessageId: string }
  /** As the agent would type it into Gmail's own search. */
  | { readonly query: string };

/** Nothing that could end the search term that it becomes, or group it with others. */
const SEARCHABLE = /^[\w.!#$%&'*+/=?^`~@[\]:-]{1,900}$/;

const input = z
  .strictObject({
    mailboxId,
    gmailId: z
      .string()
      .regex(/^[\da-f]{1,16}$/, 'is not a Gmail id such as 18c2f0a1b2c3d4e5')
      .transform(GmailMessageId)
      .optional(),
    rfc822MessageId: z
      .string()
      .transform((header) => header.trim().replace(/^<(.*)>$/, '$1'))
      .pipe(z.string().regex(SEARCHABLE, 'is not a Message-ID that Gmail can search for: use query'))
      .optional(),
    query: line(500).trim().min(1, 'is empty').optional(),
  })
  .transform(({ mailboxId, gmailId, rfc822MessageId, query }, context) => {
    const asked: MailQuestion[] = [];
    if (gmailId !== undefined) asked.push({ gmailId });
    if (rfc822MessageId !== undefined) asked.push({ rfc822MessageId });
    if (query !== undefined) asked.push({ query });
    const [mail, ...others] = asked;
    if (mail && others.length === 0) return { mailboxId, mail };
    context.addIssue('Give exactly one of gmailId, rfc822MessageId and query.');
    return z.NEVER;
  });

export const explainMessage = { input, output: Explanation };
