import { z } from 'zod';
import { GmailMessageId } from '../shared/domain/ids.ts';
import { explainMessage } from '../shared/sync/explainMessage.ts';
import type { MailQuestion } from '../shared/sync/findInGmail.ts';
import { callable } from './callable.ts';
import { mailboxIdInput, unknownMailbox } from './mailboxInput.ts';

/** Nothing that could end the search term that it becomes, or group it with others. */
const SEARCHABLE = /^[\w.!#$%&'*+/=?^`~@[\]:-]{1,900}$/;

const Input = z
  .strictObject({
    mailboxId: mailboxIdInput,
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
    query: z
      .string()
      .trim()
      .min(1, 'is empty')
      .max(500, 'is longer than 500 characters')
      .regex(/^\P{Cc}+$/u, 'has a control character')
      .optional(),
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

/** An agent asks why a mail is here, or why it is not. */
callable('explainMessage', Input, async (deps, { agent, input }) => {
  const answer = await explainMessage(deps, { agent, ...input });
  if (answer === 'unknown') throw unknownMailbox();
  return answer;
});
