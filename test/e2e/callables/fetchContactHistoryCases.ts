import { expect } from '@jest/globals';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { HistoryFetchId } from '../../../shared/domain/ids.ts';
import { eventually } from '../../support/eventually.ts';
import type { CallableCases, CallableStage } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

/** An agent whose contact has written before there was anything to sync. */
async function aPast(stage: CallableStage, count: number) {
  const agent = await stage.agents.aLiveAgent();
  const { contactId, emails } = await stage.tenants.contact(agent.locationId);
  const [from = ''] = emails;
  const mails = agent.account.seed(count, (index) => ({
    from,
    to: agent.email,
    subject: `Mail ${index}`,
    date: new Date(Date.UTC(2025, 0, 1, 9, index)),
  }));
  const stored = async () =>
    (await stage.store.messages(agent.locationId)).map(({ emailMessageId }) => emailMessageId);
  return { ...agent, contactId, mails, stored, client: await stage.client(agent) };
}

const isDone = ({ db }: CallableStage, jobId: string) =>
  eventually('it is done', async () => {
    const fetch = await paths.historyFetch(db, HistoryFetchId(jobId)).get();
    return fetch.get('status') === 'done';
  });

export const FETCH_CONTACT_HISTORY_CASES: CallableCases = {
  'what was written before comes into the conversation': async (stage) => {
    const { client, contactId, mails, stored } = await aPast(stage, 3);
    const { jobId } = await client.call('fetchContactHistory', { contactId });
    await isDone(stage, jobId);
    expect((await stored()).sort()).toEqual(mails.map(({ id }) => id).sort());
    expect(await client.call('fetchContactHistory', { contactId })).toMatchObject({ jobId });
  },

  'only what is older comes, where that is asked for': async (stage) => {
    const { client, contactId, mails, stored } = await aPast(stage, 3);
    const before = '2025-01-01T11:00:30+02:00';
    const { jobId } = await client.call('fetchContactHistory', { contactId, before });
    await isDone(stage, jobId);
    expect(await stored()).toEqual([mails[0]?.id]);
  },

  'a date that is none is named': async (stage) => {
    const { client, contactId } = await aPast(stage, 0);
    expect(
      await refusalOf(client.send('fetchContactHistory', { contactId, before: 'yesterday' })),
    ).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('before'),
    });
  },

  'an agent without a mailbox is told what to do': async (stage) => {
    const agent = await stage.agents.anAgent();
    const { contactId } = await stage.tenants.contact(agent.locationId);
    const client = await stage.client(agent);
    expect(await client.call('fetchContactHistory', { contactId })).toMatchObject({
      done: true,
      stored: 0,
      advice: expect.stringContaining('Connect one'),
    });
  },
};
