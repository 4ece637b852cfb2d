import { expect } from '@jest/globals';
import type { CallableCases } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

export const SYNC_NOW_CASES: CallableCases = {
  'it brings what nobody was told of, and says how much': async (stage) => {
    const { email, mailboxId, mail } = await stage.agents.anAgentWithNews();
    const client = await stage.client({ email });
    expect(await client.call('syncNow', { mailboxId })).toEqual({ outcome: 'synced', stored: 1, skipped: 0 });
    expect(await stage.store.ledger(mailboxId)).toMatchObject({ [mail.id]: { state: 'stored' } });
  },

  'where Gmail does not answer it asks to try again, and tells nothing of our insides': async (stage) => {
    const { email, mailboxId } = await stage.agents.anAgentWithNews();
    stage.stack.gmail.faults.add({
      method: 'history.list',
      account: email,
      times: 3,
      reply: { status: 503 },
    });
    const client = await stage.client({ email });
    const refusal = await refusalOf(client.call('syncNow', { mailboxId }));
    expect(refusal).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/Try again in a moment/),
    });
    expect(JSON.stringify(refusal)).not.toMatch(/history|503|SyncError|\.ts/);
  },

  'what a repeat does not mend is told in words': async (stage) => {
    const { email, mailboxId } = await stage.agents.aLiveAgent();
    const client = await stage.client({ email });
    await client.call('disconnectGmail', { mailboxId });
    expect(await client.call('syncNow', { mailboxId })).toEqual({
      outcome: 'blocked',
      stored: 0,
      skipped: 0,
      reason: 'disconnected',
      advice: expect.stringContaining('Connect it again'),
    });
  },
};
