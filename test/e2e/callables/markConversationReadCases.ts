import { expect } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import type { CallableCases, CallableStage } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

/** An agent with a conversation of two unread mails, and their browser. */
async function aConversation(stage: CallableStage) {
  const agent = await stage.agents.aLiveAgent();
  const { emails } = await stage.tenants.contact(agent.locationId);
  const mail = { from: emails[0] ?? '', to: agent.email };
  const ids = [agent.account.deliver(mail).id, agent.account.deliver(mail).id];
  const conversation = () => stage.store.conversations(agent.locationId).then(([found]) => found);
  const unread = async (count: number) => {
    const found = await conversation();
    return found?.unreadCount === count && found.messageCount === ids.length && found;
  };
  const { conversationId } = await eventually('its mails are stored', () => unread(2));
  const unreadInGmail = () => ids.filter((id) => agent.account.message(id).labels.has('UNREAD')).length;
  return { ...agent, conversationId, unread, unreadInGmail, client: await stage.client(agent) };
}

export const MARK_CONVERSATION_READ_CASES: CallableCases = {
  'what is read here is read in Gmail, and stays so when its notification has come': async (stage) => {
    const { client, conversationId, unread, unreadInGmail, mailboxId, account } = await aConversation(stage);
    expect(await client.call('markConversationRead', { conversationId, read: true })).toEqual({ changed: 2 });
    expect(unreadInGmail()).toBe(0);
    await eventually('the cursor has passed our own change', async () => {
      const mailbox = await stage.store.mailbox(mailboxId);
      return mailbox.status === 'live' && mailbox.historyId === account.historyId;
    });
    expect(await unread(0)).not.toBe(false);
    expect(await client.call('markConversationRead', { conversationId, read: true })).toEqual({ changed: 0 });
  },

  'to be unread again, the newest mail is': async (stage) => {
    const { client, conversationId, unread, unreadInGmail } = await aConversation(stage);
    await client.call('markConversationRead', { conversationId, read: true });
    expect(await client.call('markConversationRead', { conversationId, read: false })).toEqual({
      changed: 1,
    });
    expect(unreadInGmail()).toBe(1);
    await eventually('the conversation has one unread mail', () => unread(1));
  },

  'where the only mailbox is disconnected it is refused, and told what to do': async (stage) => {
    const { client, conversationId, mailboxId, unreadInGmail } = await aConversation(stage);
    await client.call('disconnectGmail', { mailboxId });
    const refusal = await refusalOf(client.call('markConversationRead', { conversationId, read: true }));
    expect(refusal).toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining('Connect it again'),
    });
    expect(unreadInGmail()).toBe(2);
  },
};
