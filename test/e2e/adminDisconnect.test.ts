import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { CallableStage } from '../support/stack/callableStage.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';

let stage: CallableStage;
beforeAll(async () => {
  stage = await CallableStage.start();
});
afterAll(() => stage.stop());

const disconnect = (...args: string[]) => runAdmin(stage.stack.env, ['mailboxes', 'disconnect', ...args]);

async function aMailboxWithMail() {
  const agent = await stage.agents.aLiveAgent();
  const contact = await stage.tenants.contact(agent.locationId);
  agent.account.deliver({ from: contact.emails[0] ?? '', to: agent.email, subject: 'Boiler' });
  await eventually('its mail is stored', async () => {
    return (await stage.store.mailbox(agent.mailboxId)).counters.stored === 1;
  });
  return agent;
}

const isLeft = async ({ mailboxId }: Awaited<ReturnType<typeof aMailboxWithMail>>) => {
  const mailbox = await stage.store.mailbox(mailboxId);
  return mailbox.status === 'disconnected' && mailbox.leaving === null;
};

test('a mailbox is disconnected only once that is confirmed, its grant ends, and its mail stays', async () => {
  const agent = await aMailboxWithMail();
  expect(await disconnect(agent.email)).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('--yes'),
  });
  expect(await stage.store.mailbox(agent.mailboxId)).toMatchObject({ status: 'live' });

  const run = await disconnect(agent.email, '--yes', '--json');
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(run.stdout)).toEqual({
    mailboxId: agent.mailboxId,
    status: 'disconnected',
    deleteData: false,
  });
  await eventually('its grant is ended', () => isLeft(agent));
  expect(await stage.store.messages(agent.locationId)).toHaveLength(1);
}, 90_000);

test('with its data, nothing is left that only it has brought', async () => {
  const agent = await aMailboxWithMail();
  const run = await disconnect(agent.mailboxId, '--delete-data', '--yes');
  expect(run).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('its data deleted') });
  await eventually('its data are deleted', () => isLeft(agent));
  expect(await stage.store.messages(agent.locationId)).toEqual([]);
  expect(await stage.store.ledger(agent.mailboxId)).toEqual({});
}, 90_000);

test('a mailbox that is not there is refused in one line', async () => {
  const run = await disconnect('nobody@x.example', '--yes');
  expect(run).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(/^There is no mailbox [^\n]+\n$/),
  });
});
