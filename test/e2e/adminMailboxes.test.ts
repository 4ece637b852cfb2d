import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runConverter } from '../../shared/adapters/firestore/converters/run.ts';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { eventually } from '../support/eventually.ts';
import { CallableStage } from '../support/stack/callableStage.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';

let stage: CallableStage;
beforeAll(async () => {
  stage = await CallableStage.start();
});
afterAll(() => stage.stop());

const mailboxes = (...args: string[]) => runAdmin(stage.stack.env, ['mailboxes', ...args]);
const json = async (...args: string[]): Promise<unknown> => {
  const run = await mailboxes(...args, '--json');
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(run.stdout);
};

const MINUTE_MS = 60_000;

describe('a live mailbox', () => {
  test('is listed, shown with its runs, explained and synced by its address or its id', async () => {
    const { email, locationId, mailboxId, mail } = await stage.agents.anAgentWithNews();
    const listed = { mailboxId, emailAddress: email, status: 'live', lastError: null };
    expect(await json('list', '--location', locationId)).toEqual([expect.objectContaining(listed)]);
    expect(await json('list', '--location', locationId, '--status', 'disconnected')).toEqual([]);
    expect(await json('list', '--status', 'live')).toContainEqual(expect.objectContaining(listed));

    expect(await json('explain', email, '--gmail-id', mail.id)).toEqual({
      outcome: 'pending',
      reason: 'newMail',
      gmailId: mail.id,
      advice: expect.any(String),
    });
    for (const wrong of [[], ['--gmail-id', '../x'], ['--gmail-id', mail.id, '--query', 'boiler']]) {
      const refused = await mailboxes('explain', email, ...wrong);
      expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
      expect(refused.stderr).toMatch(/^Tell one of --gmail-id, --message-id and --query: [^\n]+\n$/);
    }
    const synced = await mailboxes('sync', email);
    expect(synced).toEqual({ exitCode: 0, stdout: 'synced: 1 stored, 0 skipped.\n', stderr: '' });
    expect(await json('explain', mailboxId, '--query', 'subject:Boiler')).toMatchObject({
      outcome: 'stored',
      gmailId: mail.id,
    });

    expect(await json('show', email)).toMatchObject({
      mailboxId,
      status: 'live',
      cursor: expect.stringMatching(/^\d+$/),
      watchExpiresAt: expect.any(String),
      leaseHolder: null,
      advice: null,
      counters: [{ reason: 'stored', messages: 1 }],
      runs: [expect.objectContaining({ trigger: 'syncNow', outcome: 'synced', stored: 1 })],
    });
    const shown = (await mailboxes('show', mailboxId)).stdout;
    expect(shown).toMatch(/^status +live$/m);
    expect(shown).toMatch(/\n\nruns:\nstartedAt +seconds +trigger +/);
  });

  test('rests while it is paused, its run is fenced off, and it goes on at once when it is resumed', async () => {
    const { mailboxId, store, account } = await stage.agents.anAgentWithNews();
    const { lease } = await store.mailbox(mailboxId);
    const begun = Date.now();
    expect(await mailboxes('pause', mailboxId, '--until', '90')).toMatchObject({ exitCode: 0, stderr: '' });
    const paused = await store.mailbox(mailboxId);
    expect(paused.lease.fence).toBe(lease.fence + 1);
    expect(paused.pausedUntil?.getTime()).toBeGreaterThanOrEqual(begun + 90 * MINUTE_MS);
    const refused = await mailboxes('sync', account.address);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('(paused)') });

    expect(await json('resume', mailboxId)).toEqual({ mailboxId, pausedUntil: null });
    await eventually('what came meanwhile is there', async () => {
      return (await store.mailbox(mailboxId)).counters.stored === 1;
    });
    expect(await mailboxes('resume', mailboxId)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('does not rest'),
    });
  });

  test('tells its last failure with advice, and only its newest runs', async () => {
    const { mailboxId } = await stage.agents.aLiveAgent();
    await paths.mailbox(stage.db, mailboxId).update({
      lastError: { code: 'unavailable', operation: 'history.list', at: new Date(0) },
    });
    const later = (index: number) => new Date(Date.now() + index * MINUTE_MS);
    const indexes = [1, 2, 3, 4, 5];
    for (const index of indexes) {
      const run = {
        runId: `run-${index}`,
        trigger: 'poll' as const,
        outcome: 'failed' as const,
        startedAt: later(index),
        finishedAt: new Date(later(index).getTime() + 1500),
        historyId: null,
        counts: { stored: 0, skipped: {} },
        expireAt: later(index + 1),
      };
      await paths.run(stage.db, mailboxId, run.runId).set(runConverter.write(run));
    }
    const shown = await json('show', mailboxId);
    expect(shown).toMatchObject({ lastError: 'unavailable', lastErrorIn: 'history.list' });
    expect(shown).toMatchObject({ advice: expect.stringContaining('did not answer in time') });
    expect(shown).toHaveProperty(
      'runs',
      indexes
        .toReversed()
        .map((index) => expect.objectContaining({ runId: `run-${index}`, outcome: 'failed' })),
    );
  });
});

describe('what cannot be done', () => {
  test('a mailbox that is disconnected is not paused', async () => {
    const { mailboxId, email, store } = await stage.agents.aLiveAgent();
    const client = await stage.client({ email });
    await client.call('disconnectGmail', { mailboxId });
    const before = await store.mailbox(mailboxId);
    const run = await mailboxes('pause', mailboxId, '--until', '10');
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is disconnected') });
    expect((await store.mailbox(mailboxId)).pausedUntil).toEqual(before.pausedUntil);
  });

  test.each<[string, number, readonly string[]]>([
    ['to show what is not there', 1, ['show', 'nobody@x.example']],
    ['to sync what is not there', 1, ['sync', 'nowhere']],
    ['to pause what is not there', 1, ['pause', 'nowhere', '--until', '10']],
    ['to resume what is not there', 1, ['resume', 'nowhere']],
    ['to explain a mail of what is not there', 1, ['explain', 'nowhere', '--query', 'boiler']],
    ['to list those of a location that is not there', 1, ['list', '--location', 'nowhere']],
    ['a pause until what is past', 2, ['pause', 'nowhere', '--until', '2020-01-01T00:00:00Z']],
    ['a pause until no time', 2, ['pause', 'nowhere', '--until', 'tomorrow']],
    ['a status that there is not', 2, ['list', '--status', 'happy']],
  ])('%s is refused in one line', async (_, exitCode, args) => {
    const run = await mailboxes(...args);
    expect(run).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(/^[^\n]{20,}\n$/) });
    expect(run.stderr).not.toMatch(/ at |Error:|Unexpected/);
  });
});
