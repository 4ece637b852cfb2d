import type { MailQuestion } from '../../domain/callables/explainMessage.ts';
import type { GmailMessageId } from '../../domain/ids.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import type { GmailAccess } from '../../ports/gmail.ts';

const CANDIDATES = 5;

/** The newest mails that are meant, spam and trash as well: one search. */
export async function findInGmail(
  access: GmailAccess,
  mailbox: Mailbox,
  mail: Exclude<MailQuestion, { gmailId: GmailMessageId }>,
): Promise<readonly GmailMessageId[]> {
  const gmail = await access.open(mailbox);
  const query = 'query' in mail ? mail.query : `rfc822msgid:${mail.rfc822MessageId}`;
  const { messages } = await gmail.listMessages({ query, maxResults: CANDIDATES, everywhere: true });
  return messages.map(({ id }) => id);
}
