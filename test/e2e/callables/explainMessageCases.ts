import { expect } from '@jest/globals';
import { MailboxId } from '../../../shared/domain/ids.ts';
import { anAddress } from '../../support/builders.ts';
import type { CallableCases } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

const TOLD = 'exactly one of gmailId, rfc822MessageId and query';

/** Questions that are refused, and what is said of them. */
const WRONG: readonly (readonly [question: object, told: string])[] = [
  [{}, TOLD],
  [{ gmailId: '18c2f0a1', query: 'boiler' }, TOLD],
  [{ gmailId: '../../users/x' }, 'gmailId'],
  [{ query: '  ' }, 'query'],
  [{ query: 'a\u0000b' }, 'query'],
  [{ query: 'x'.repeat(501) }, 'query'],
  [{ rfc822MessageId: '<a@b> OR in:anywhere' }, 'rfc822MessageId'],
  [{ rfc822MessageId: 'a@b}{in:anywhere' }, 'rfc822MessageId'],
  [{ rfc822MessageId: '"a@b' }, 'rfc822MessageId'],
];

export const EXPLAIN_MESSAGE_CASES: CallableCases = {
  'it tells a mail on its way from one that is stored, and from one that is not there': async (stage) => {
    const { email, mailboxId, account, contact, mail } = await stage.agents.anAgentWithNews();
    const client = await stage.client({ email });
    const header = account.messages().find(({ id }) => id === mail.id)?.messageId;

    expect(await client.call('explainMessage', { mailboxId, gmailId: mail.id })).toMatchObject({
      outcome: 'pending',
      reason: 'newMail',
      mail: { subject: 'Boiler', from: { address: contact.emails[0] }, receivedAt: expect.any(String) },
    });
    await client.call('syncNow', { mailboxId });

    const stored = {
      outcome: 'stored',
      gmailId: mail.id,
      messageIds: [expect.any(String)],
      at: expect.any(String),
      advice: expect.any(String),
    };
    const questions = [{ gmailId: mail.id }, { rfc822MessageId: `<${header}>` }, { query: 'subject:Boiler' }];
    for (const question of questions) {
      expect(await client.call('explainMessage', { mailboxId, ...question })).toEqual(stored);
    }
    expect(await client.call('explainMessage', { mailboxId, query: 'subject:Tenancy' })).toEqual({
      outcome: 'notInGmail',
      advice: expect.any(String),
    });
  },

  'a question that is none is refused, and what is wrong with it named': async (stage) => {
    const client = await stage.client(await stage.agents.anAgent());
    const mailboxId = MailboxId.of(anAddress());
    for (const [question, told] of WRONG) {
      const refusal = await refusalOf(client.send('explainMessage', { mailboxId, ...question }));
      expect([question, refusal]).toEqual([
        question,
        expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining(told) }),
      ]);
    }
  },

  'where Gmail does not answer it asks to try again': async (stage) => {
    const { email, mailboxId, mail } = await stage.agents.anAgentWithNews();
    stage.stack.gmail.faults.add({
      method: 'messages.get',
      account: email,
      times: 3,
      reply: { status: 503 },
    });
    const client = await stage.client({ email });
    const refusal = await refusalOf(client.call('explainMessage', { mailboxId, gmailId: mail.id }));
    expect(refusal).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/Try again in a moment/),
    });
  },
};
