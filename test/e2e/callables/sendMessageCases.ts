import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { googleErrors } from '../../support/gmail/googleError.ts';
import type { CallableCases, CallableStage } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

/** An agent with a mail of a contact in the conversation, and what they answer. */
async function anAnswer(stage: CallableStage) {
  const agent = await stage.agents.anAgentWithNews();
  const client = await stage.client(agent);
  await client.call('syncNow', { mailboxId: agent.mailboxId });
  const [message] = await stage.store.messages(agent.locationId);
  const letter = {
    mailboxId: agent.mailboxId,
    requestId: randomUUID(),
    to: [...agent.contact.emails],
    text: 'It is still free.',
    replyToMessageId: message?.messageId ?? '',
  };
  return { ...agent, client, letter };
}

export const SEND_MESSAGE_CASES: CallableCases = {
  'an answer is in the conversation when the call returns, and its notification stores nothing more': async (
    stage,
  ) => {
    const { account, client, letter, locationId, mailboxId, mail } = await anAnswer(stage);
    const answer = await client.call('sendMessage', letter);
    const sent = account.messages().filter(({ labelIds }) => labelIds.includes('SENT'));
    expect(sent).toMatchObject([{ subject: 'Re: Boiler', threadId: mail.threadId }]);
    expect(answer).toEqual({
      messageIds: [expect.any(String)],
      gmailId: sent[0]?.id,
      threadId: mail.threadId,
    });
    expect(await stage.store.messages(locationId)).toHaveLength(2);
    await eventually('the notification has been seen to', async () => {
      const mailbox = await stage.store.mailbox(mailboxId);
      return 'historyId' in mailbox && mailbox.historyId === account.historyId;
    });
    expect(await stage.store.messages(locationId)).toHaveLength(2);
    expect(await client.call('sendMessage', letter)).toEqual(answer);
    expect(account.usage.count('messages.send')).toBe(1);
  },

  'what Gmail does not take for now is told with the time to wait': async (stage) => {
    const { client, email, letter } = await anAnswer(stage);
    const reply = googleErrors.userRateLimitExceeded();
    stage.stack.gmail.faults.add({ method: 'messages.send', account: email, reply });
    const refusal = await refusalOf(client.call('sendMessage', letter));
    expect(refusal).toMatchObject({
      code: 'resource-exhausted',
      message: expect.stringContaining('Nothing was sent'),
      details: { reason: 'rateLimited', retryAfterSeconds: 60 },
    });
    await client.call('sendMessage', letter);
  },

  'who may not be the sender is told who may': async (stage) => {
    const { client, email, letter } = await anAnswer(stage);
    const refusal = await refusalOf(client.call('sendMessage', { ...letter, from: 'boss@example.com' }));
    expect(refusal).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(email),
      details: { reason: 'from' },
    });
  },

  'an answer to a message of others is an answer to nothing': async (stage) => {
    const [mine, theirs] = [await anAnswer(stage), await anAnswer(stage)];
    const { replyToMessageId } = theirs.letter;
    const refusal = await refusalOf(mine.client.call('sendMessage', { ...mine.letter, replyToMessageId }));
    expect(refusal).toMatchObject({ code: 'not-found', message: expect.stringContaining('no message') });
  },
};
