import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AuditId } from '../../shared/domain/ids.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { audit } from '../support/auditing.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { countAwaits, type Fate, mortal } from '../support/mortal.ts';
import { memoryStage } from '../support/ordeal/memoryStage.ts';
import { mailsTo } from '../support/ordeal/scenario.ts';

let gmail: GmailSimulator;
beforeAll(async () => {
  gmail = await GmailSimulator.start();
});
afterAll(() => gmail.close());

/** A mailbox of which Gmail's history has kept several things to itself, and the audit that is to repair it. */
async function anAudit() {
  const stage = await memoryStage(gmail);
  const mailbox = await stage.connect();
  const { account, mailboxId } = mailbox;
  const mail = mailsTo(stage, mailbox);
  const date = new Date(Date.now() + 1_000);
  const [kept, deleted, changed] = ['kept', 'deleted', 'changed'].map((subject) =>
    account.deliver({ ...mail(subject), date }),
  );
  await stage.poll();
  account.mailbox.quietly(() => {
    account.delete(deleted?.id ?? '');
    account.modify(changed?.id ?? '', { remove: ['UNREAD'] });
  });
  const [lost] = account.seed(1, () => ({ ...mail('lost'), date }));
  const auditId = AuditId(randomUUID());
  const job = { type: 'audit', mailboxId, auditId, days: 8, repair: true } as const;
  const found = { missing: [lost?.id], extra: [deleted?.id], differing: [changed?.id] };
  return { stage, account, job, found, kept };
}

async function redelivered({ stage, job }: Awaited<ReturnType<typeof anAudit>>): Promise<void> {
  stage.timePasses();
  for (let outcome = 'busy'; outcome === 'busy'; ) ({ outcome } = await runJob(stage.deps, job));
}

test.each<Fate['kind']>(['dies', 'diesUnheard', 'repeats'])(
  'an audit whose process %s, wherever it is, names each finding and leaves none to the next one',
  async (kind) => {
    const unharmed = await anAudit();
    const { deps, awaits } = countAwaits(unharmed.stage.deps);
    await runJob(deps, unharmed.job);
    expect(awaits).toEqual(expect.arrayContaining(['audits.storedSince', 'audits.checkConversation']));
    expect(awaits.length).toBeGreaterThan(30);

    for (const at of awaits.keys()) {
      const arranged = await anAudit();
      const { stage, job, found } = arranged;
      await runJob(mortal(stage.deps, { at, kind }), job).catch(() => {});
      await redelivered(arranged);
      await stage.poll();
      const report = await stage.deps.audits.readAudit(job.auditId);
      const named = Object.entries(report?.findings ?? {}).map(([each, { ids, count, repaired }]) => {
        expect([count, repaired]).toEqual([ids.length, ids.length]);
        return [each, ids];
      });
      expect([at, awaits[at], report?.outcome, Object.fromEntries(named)]).toEqual([
        at,
        awaits[at],
        'finished',
        found,
      ]);
      expect((await audit(stage.deps, job.mailboxId)).found).toEqual({});
      const { messages, conversations } = await stage.stored();
      expect(messages).toHaveLength(4);
      expect(conversations).toMatchObject([{ messages: 3, unread: 2 }]);
    }
  },
);
