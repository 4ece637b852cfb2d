import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { AuditId } from '../../shared/domain/ids.ts';
import { eventually } from '../support/eventually.ts';
import { CallableStage } from '../support/stack/callableStage.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';

let stage: CallableStage;
beforeAll(async () => {
  stage = await CallableStage.start();
});
afterAll(() => stage.stop());

const audit = (...args: string[]) => runAdmin(stage.stack.env, ['mailboxes', 'audit', ...args]);

const Report = z.object({
  auditId: z.string(),
  outcome: z.string(),
  arrivals: z.number(),
  findings: z.array(
    z.object({ kind: z.string(), count: z.number(), repaired: z.number(), ids: z.array(z.string()) }),
  ),
});
const reportOf = ({ stdout }: { stdout: string }) => Report.parse(JSON.parse(stdout));

/** A live mailbox in which this many of the contact's mails are stored. */
async function aMailboxWith(mails: number) {
  const agent = await stage.agents.aLiveAgent();
  const contact = await stage.tenants.contact(agent.locationId);
  const aMail = { from: contact.emails[0] ?? '', to: agent.email };
  const stored = Array.from({ length: mails }, (_, index) =>
    agent.account.deliver({ ...aMail, subject: `Boiler ${index}` }),
  );
  await eventually('its mail is stored', async () => {
    const { counters, lease } = await stage.store.mailbox(agent.mailboxId);
    return counters.stored === mails && lease.holder === null;
  });
  return { ...agent, aMail, stored };
}

describe('an audit on the command line', () => {
  test('of a healthy mailbox finds nothing, and says what it has looked at', async () => {
    const { email } = await aMailboxWith(2);
    const run = await audit(email, '--days', '3');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(/^outcome +finished$/m);
    expect(run.stdout).toMatch(/^arrivals +2$/m);
    expect(run.stdout).toMatch(/^copies +2$/m);
    expect(run.stdout).not.toContain('findings');
  });

  test('names mail that is missing, gone or unlike, puts it right when asked to, and then finds nothing', async () => {
    const { email, mailboxId, account, aMail, stored, locationId } = await aMailboxWith(3);
    const [gone, relabelled] = stored;
    const [missing] = account.seed(1, () => ({ ...aMail, subject: 'Lost' }));
    account.mailbox.quietly(() => account.delete(gone?.id ?? ''));
    account.mailbox.quietly(() => account.modify(relabelled?.id ?? '', { remove: ['UNREAD'] }));
    const expected = [
      { kind: 'missing', count: 1, repaired: 0, ids: [missing?.id] },
      { kind: 'extra', count: 1, repaired: 0, ids: [gone?.id] },
      { kind: 'differing', count: 1, repaired: 0, ids: [relabelled?.id] },
    ];

    const looked = await audit(email, '--json');
    expect(looked).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^3 found [^\n]+--repair\.\n$/),
    });
    const report = reportOf(looked);
    expect(report.findings).toEqual(expect.arrayContaining(expected));
    expect(report.findings).toHaveLength(3);
    expect((await paths.audit(stage.db, AuditId(report.auditId)).get()).data()).toMatchObject({
      outcome: 'finished',
    });
    expect(await stage.store.mailbox(mailboxId)).toMatchObject({ counters: { stored: 3 } });

    const repaired = await audit(email, '--repair', '--json');
    expect(repaired).toMatchObject({ exitCode: 0, stderr: '' });
    expect(reportOf(repaired).findings).toEqual(
      expect.arrayContaining(expected.map((finding) => ({ ...finding, repaired: 1 }))),
    );
    expect(reportOf(await audit(mailboxId, '--json')).findings).toEqual([]);
    const visible = (await stage.store.messages(locationId)).filter(({ deletedAt }) => deletedAt === null);
    expect(visible.map(({ envelope: { subject } }) => subject).sort()).toEqual([
      'Boiler 1',
      'Boiler 2',
      'Lost',
    ]);
  }, 90_000);

  test('shows its findings as a table', async () => {
    const { email, account, aMail } = await aMailboxWith(0);
    const [missing] = account.seed(1, () => aMail);
    const { stdout } = await audit(email);
    expect(stdout).toMatch(/\n\nfindings:\nkind +count +repaired +ids\n/);
    expect(stdout).toMatch(new RegExp(`^missing +1 +0 +${missing?.id}$`, 'm'));
  });

  test('of a mailbox that its agent has disconnected stops, and says why', async () => {
    const { email, mailboxId } = await aMailboxWith(0);
    const client = await stage.client({ email });
    await client.call('disconnectGmail', { mailboxId });
    expect(await audit(email)).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The audit has stopped \(disconnected\): [^\n]+\n$/),
    });
  });

  test.each<[string, number, readonly string[]]>([
    ['a mailbox that is not there', 1, ['nobody@x.example']],
    ['no mailbox', 2, []],
    ['no number of days', 2, ['nobody@x.example', '--days', 'many']],
    ['half a day', 2, ['nobody@x.example', '--days', '0.5']],
    ['no days at all', 2, ['nobody@x.example', '--days', '0']],
    ['more days than Gmail is old', 2, ['nobody@x.example', '--days', '36500']],
  ])('of %s is refused in one line', async (_, exitCode, args) => {
    const run = await audit(...args);
    expect(run).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(/^[^\n]{20,}\n$/) });
    expect(run.stderr).not.toMatch(/ at |Error:|Unexpected/);
  });
});
