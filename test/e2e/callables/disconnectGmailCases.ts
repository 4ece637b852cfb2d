import { expect } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import type { CallableCases } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

export const DISCONNECT_GMAIL_CASES: CallableCases = {
  'it answers at once, and soon Google has ended the grant': async (stage) => {
    const { email, account, mailboxId } = await stage.agents.aLiveAgent();
    const client = await stage.client({ email });

    expect(await client.call('disconnectGmail', { mailboxId })).toEqual({ status: 'disconnected' });

    const { mailboxes } = await client.call('getSyncStatus', {});
    expect(mailboxes).toMatchObject([{ mailboxId, emailAddress: email, status: 'disconnected' }]);
    await eventually('the disconnection is done', async () => {
      const mailbox = await stage.store.mailbox(mailboxId);
      return mailbox.status === 'disconnected' && mailbox.leaving === null;
    });
    expect(account.usage.count('stop')).toBe(1);
    expect(stage.stack.gmail.oauth.grants.scopesOf(email)).toEqual([]);
  },

  'it can be asked for twice, and the data’s end later': async (stage) => {
    const { email, mailboxId, locationId } = await stage.agents.anAgentWithNews();
    const client = await stage.client({ email });
    await client.call('syncNow', { mailboxId });
    expect(await stage.store.messages(locationId)).toHaveLength(1);

    await client.call('disconnectGmail', { mailboxId });
    const again = await client.call('disconnectGmail', { mailboxId, deleteData: true });

    expect(again).toEqual({ status: 'disconnected' });
    await eventually(
      'its mail is deleted',
      async () => (await stage.store.messages(locationId)).length === 0,
    );
  },

  'an address is no mailboxId, and a yes no true': async (stage) => {
    const { email, mailboxId } = await stage.agents.aLiveAgent();
    const client = await stage.client({ email });
    const wrong = [{ mailboxId: email }, { mailboxId: 'a/path' }, { mailboxId, deleteData: 'yes' }];
    for (const input of wrong) {
      const field = 'deleteData' in input ? 'deleteData' : 'mailboxId';
      expect(await refusalOf(client.send('disconnectGmail', input))).toMatchObject({
        code: 'invalid-argument',
        details: { fields: [{ field }] },
      });
    }
    expect(await stage.store.mailbox(mailboxId)).toMatchObject({ status: 'live' });
  },
};
