import { ConversationId, type EmailAddress, MailboxId } from '../../../shared/domain/ids.ts';
import { anAddress } from '../builders.ts';
import { eventually } from '../eventually.ts';
import type { AnyMail } from '../gmail/mail.ts';
import { connectThroughConsent } from '../stack/connectThroughConsent.ts';
import type { BrowserStage, StageAgent } from './browserStage.ts';

interface SceneOptions {
  /** In Gmail before the mailbox is connected, to and from the agent. */
  readonly mails?: (between: {
    readonly contact: EmailAddress;
    readonly agent: string;
  }) => readonly AnyMail[];
  /** False where the contact comes later than their mail. */
  readonly isKnown?: boolean;
}

/** An agent with a live mailbox, and a contact who has written to them. */
export async function aChatScene(stage: BrowserStage, { mails, isKnown = true }: SceneOptions = {}) {
  const agent = await stage.agent();
  const address = anAddress('ann');
  const account = stage.stack.gmail.addAccount({ address: agent.email, displayName: agent.name });
  for (const mail of mails?.({ contact: address, agent: agent.email }) ?? []) account.deliver(mail);
  const know = () => stage.tenants.contact(agent.locationId, { name: 'Ann Archer', emails: [address] });
  const known = isKnown ? await know() : undefined;
  await goLive(stage, agent);
  const contact = known ?? (await know());
  const conversationId = ConversationId.of(agent.locationId, contact.contactId);
  return {
    agent,
    account,
    contact,
    address,
    conversationId,
    path: `/inbox/${conversationId}`,
    /** A mail of the contact to the agent. */
    deliver: (mail: { readonly subject: string; readonly text?: string; readonly html?: string }) =>
      account.deliver({ from: `Ann Archer <${address}>`, to: agent.email, ...mail }),
    /** Until so many of its messages are stored. */
    stored: (count: number) =>
      eventually(`${count} messages are stored`, async () => {
        const messages = await stage.store.messages(agent.locationId);
        return messages.length >= count && messages;
      }),
  };
}

async function goLive(stage: BrowserStage, agent: StageAgent): Promise<void> {
  const page = await connectThroughConsent(stage.stack, agent);
  if (!page.ok) throw new Error(`The consent ended with ${page.status}`);
  await eventually('its first sync is over', async () => {
    const { status, lease } = await stage.store.mailbox(MailboxId.of(agent.email));
    return status === 'live' && lease.holder === null;
  });
}
