import { expect } from '@jest/globals';
import type { CallableCases } from '../../support/stack/callableStage.ts';

export const GET_SYNC_STATUS_CASES: CallableCases = {
  'an agent without mailboxes has none, and their locations by name': async (stage) => {
    const { email, locationId } = await stage.agents.anAgent();
    const client = await stage.client({ email });
    expect(await client.call('getSyncStatus', {})).toEqual({
      mailboxes: [],
      locations: [
        {
          locationId,
          name: 'Estio',
          excluded: [],
          skipAutomated: false,
          shareMailboxes: true,
          ghl: null,
        },
      ],
    });
  },

  'an agent sees how their own mailbox is, and a colleague nothing of it': async (stage) => {
    const { email, mailboxId, locationId } = await stage.agents.aLiveAgent();
    const client = await stage.client({ email });
    expect(await client.call('getSyncStatus', {})).toMatchObject({
      mailboxes: [
        { mailboxId, emailAddress: email, status: 'live', lastError: null, counters: { stored: 0 } },
      ],
    });
    const colleague = await stage.client(await stage.agents.anAgent(locationId));
    expect(await colleague.call('getSyncStatus', {})).toMatchObject({
      mailboxes: [],
      locations: [{ locationId }],
    });
  },
};
