import { expect } from '@jest/globals';
import type { CallableCases } from '../../support/stack/callableStage.ts';
import { callFunction } from '../../support/stack/callFunction.ts';
import { refusalOf } from '../../support/stack/client.ts';

export const APP_CHECK_CASES: CallableCases = {
  'where App Check is enforced, an agent without its token is refused before anything is read': async (
    stage,
  ) => {
    const { served, firestore, close } = await stage.serveCounted({ ENFORCE_APP_CHECK: 'true' });
    const agent = await stage.agents.anAgent();
    const client = await stage.client(agent, served);

    expect(await refusalOf(client.call('getSyncStatus', {}))).toMatchObject({ code: 'unauthenticated' });
    const forged = { 'x-firebase-appcheck': 'forged' };
    await expect(
      callFunction({ functions: served }, 'getSyncStatus', {}, agent.idToken, forged),
    ).rejects.toMatchObject({ status: 'UNAUTHENTICATED' });

    expect(firestore.counts()).toMatchObject({ reads: 0, writes: 0, rpcs: {} });
    await close();
  },

  'where it is not, an agent is answered without a token of it, and with a forged one': async ({
    stack,
    agents,
  }) => {
    const { idToken } = await agents.anAgent();
    for (const headers of [{}, { 'x-firebase-appcheck': 'forged' }]) {
      expect(await callFunction(stack, 'getSyncStatus', {}, idToken, headers)).toMatchObject({
        mailboxes: [],
      });
    }
  },
};
