import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { CallableStage } from '../support/stack/callableStage.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';

let stage: CallableStage;
beforeAll(async () => {
  stage = await CallableStage.start();
});
afterAll(() => stage.stop());

const mailboxes = (...args: string[]) => runAdmin(stage.stack.env, ['mailboxes', ...args]);

/** An agent in whose mailbox Gmail's history has passed a mail over. */
async function anAgentWhoMisses(subject: string) {
  const agent = await stage.agents.anAgentWithNews();
  const { account, email, contact } = agent;
  const [from = ''] = contact.emails;
  await mailboxes('sync', email);
  account.seed(1, () => ({ from, to: email, subject }));
  const stored = async () =>
    (await agent.store.messages(agent.locationId)).map(({ envelope }) => envelope.subject);
  return { ...agent, stored };
}

describe('mailboxes resync', () => {
  test('finds what was missed, waits until it is done, and says how many', async () => {
    const { email, mailboxId, stored, store } = await anAgentWhoMisses('missed');
    expect(await mailboxes('sync', email)).toMatchObject({ stdout: 'synced: 0 stored, 0 skipped.\n' });
    const run = await mailboxes('resync', email, '--days', '3', '--yes', '--wait', '--json');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toEqual({ mailboxId, since: expect.any(String), stored: 1 });
    expect(await stored()).toContain('missed');
    expect(await store.mailbox(mailboxId)).toMatchObject({ recovery: null, lease: { holder: null } });
    const again = await mailboxes('resync', mailboxId, '--yes', '--wait');
    expect(again).toEqual({
      exitCode: 0,
      stdout: 'Done: 0 more are stored since it was begun.\n',
      stderr: '',
    });
  });

  test('leaves it to the functions unless told to wait, and says how to watch it', async () => {
    const { mailboxId, stored } = await anAgentWhoMisses('missed');
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    const run = await mailboxes('resync', mailboxId, '--since', hourAgo, '--yes');
    expect(run).toEqual({
      exitCode: 0,
      stdout: `The mail of ${mailboxId} since ${hourAgo} is looked at again, from now: see "mailboxes show ${mailboxId}".\n`,
      stderr: '',
    });
    await eventually('what was missed is stored', async () => (await stored()).includes('missed'));
  });

  test('of a mailbox that rests says when it begins, is shown, and is done once the rest is over', async () => {
    const { mailboxId, stored } = await anAgentWhoMisses('missed');
    await mailboxes('pause', mailboxId, '--until', '90');
    const run = await mailboxes('resync', mailboxId, '--yes');
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('when its rest ends, at 20') });
    const shown = await mailboxes('show', mailboxId, '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ recoveryStep: 'arrivals', recoveryAfter: 'resync' });
    const again = await mailboxes('resync', mailboxId, '--yes');
    expect(again.stderr).toContain('it begins again, with both');
    await mailboxes('resume', mailboxId);
    await eventually('what was missed is stored', async () => (await stored()).includes('missed'));
  });

  test('of a mailbox that is not live is refused, and so is one that nobody has confirmed', async () => {
    const { email, mailboxId } = await stage.agents.aLiveAgent();
    expect(await mailboxes('resync', mailboxId)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--yes'),
    });
    await (await stage.client({ email })).call('disconnectGmail', { mailboxId });
    expect(await mailboxes('resync', mailboxId, '--yes')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'The mailbox is disconnected: only one that is live can be looked at again.\n',
    });
  });

  test.each<[string, number, readonly string[]]>([
    ['of what is not there', 1, ['nowhere', '--yes']],
    ['since what is to come', 2, ['nowhere', '--since', '2126-01-01T00:00:00Z', '--yes']],
    ['since no time', 2, ['nowhere', '--since', 'yesterday', '--yes']],
    ['of no days', 2, ['nowhere', '--days', '0', '--yes']],
    ['told in two ways', 2, ['nowhere', '--days', '3', '--since', '2026-01-01T00:00:00Z', '--yes']],
  ])('%s is refused in one line', async (_, exitCode, args) => {
    const run = await mailboxes('resync', ...args);
    expect(run).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(/^[^\n]{20,}\n$/) });
    expect(run.stderr).not.toMatch(/ at |Error:|Unexpected/);
  });
});
