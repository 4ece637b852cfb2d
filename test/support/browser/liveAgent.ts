import { MailboxId } from '../../../shared/domain/ids.ts';
import { eventually } from '../eventually.ts';
import type { AccountOptions } from '../gmail/account.ts';
import type { AnyMail } from '../gmail/mail.ts';
import { connectThroughConsent } from '../stack/connectThroughConsent.ts';
import type { BrowserStage, StageAgent } from './browserStage.ts';

interface Wishes extends Partial<AccountOptions> {
  /** What is in the mailbox before it is connected. */
  readonly mails?: readonly AnyMail[];
}

/** The agent's own Gmail account, with whatever is in it, connected; its first sync is over. */
export async function withLiveMailbox(stage: BrowserStage, agent: StageAgent, wishes: Wishes = {}) {
  const { mails = [], address = agent.email, ...options } = wishes;
  const account = stage.stack.gmail.addAccount({ address, ...options });
  for (const mail of mails) account.deliver(mail);
  const page = await connectThroughConsent(stage.stack, { ...agent, email: address });
  await page.body?.cancel();
  const mailboxId = MailboxId.of(address);
  await eventually('the first sync is over', async () => {
    const mailbox = await stage.store.findMailbox(mailboxId);
    return mailbox?.status === 'live' && mailbox.lease.holder === null;
  });
  return { account, mailboxId };
}
