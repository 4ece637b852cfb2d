import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import type { MailAttachment } from '../../support/gmail/mail.ts';
import type { CallableCases, CallableStage } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

/** An agent with a stored mail that has this file, and their browser. */
async function aMailWith(stage: CallableStage, file: MailAttachment) {
  const agent = await stage.agents.aLiveAgent();
  const { emails } = await stage.tenants.contact(agent.locationId);
  agent.account.deliver({ from: emails[0] ?? '', to: agent.email, attachments: [file] });
  const message = await eventually('its mail is stored', async () => {
    const [found] = await stage.store.messages(agent.locationId);
    return found;
  });
  const [attachment] = message.attachments;
  const ids = { messageId: message.messageId, attachmentId: attachment?.attachmentId ?? '' };
  return { ...agent, ids, client: await stage.client(agent) };
}

const PLAN = { filename: 'Plan Grün.pdf', mimeType: 'application/pdf', content: randomBytes(3_000) };

export const GET_ATTACHMENT_CASES: CallableCases = {
  'it gives the bytes as they were sent, under a safe name': async (stage) => {
    const { client, ids } = await aMailWith(stage, PLAN);
    expect(await client.call('getAttachment', ids)).toEqual({
      filename: PLAN.filename,
      mimeType: PLAN.mimeType,
      size: PLAN.content.length,
      data: PLAN.content.toString('base64'),
    });
  },

  'the largest that Gmail takes fits the answer': async (stage) => {
    const content = Buffer.alloc(25_000_000, 'Gmail');
    const { client, ids } = await aMailWith(stage, { filename: 'film.mp4', content });
    const { size, data } = await client.call('getAttachment', ids);
    expect(size).toBe(content.length);
    expect(Buffer.from(data, 'base64').equals(content)).toBe(true);
  },

  'an attachment that the message does not have is not found, and where to take its id is told': async (
    stage,
  ) => {
    const { client, ids } = await aMailWith(stage, PLAN);
    for (const attachmentId of ['77', 'text']) {
      const refusal = await refusalOf(client.call('getAttachment', { ...ids, attachmentId }));
      expect(refusal).toMatchObject({ code: 'not-found', message: expect.stringMatching(/truncated/) });
    }
  },

  'once the only mailbox that has it is disconnected, it is told what to do': async (stage) => {
    const { client, ids, mailboxId } = await aMailWith(stage, PLAN);
    await client.call('disconnectGmail', { mailboxId });
    expect(await refusalOf(client.call('getAttachment', ids))).toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining('Connect it again'),
    });
  },

  'where Gmail does not answer it asks to try again': async (stage) => {
    const { client, ids, email: account } = await aMailWith(stage, PLAN);
    stage.stack.gmail.faults.add({ method: 'messages.get', account, times: 3, reply: { status: 503 } });
    expect(await refusalOf(client.call('getAttachment', ids))).toMatchObject({ code: 'unavailable' });
    expect(await client.call('getAttachment', ids)).toMatchObject({ filename: PLAN.filename });
  },
};
