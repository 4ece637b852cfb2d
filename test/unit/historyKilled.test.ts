import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { askForHistory, resultOf } from '../../shared/domain/historyFetch.ts';
import { HistoryFetchId, type MailboxId } from '../../shared/domain/ids.ts';
import type { Contact } from '../../shared/domain/tenancy.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { aLocation } from '../support/builders.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { countAwaits, type Fate, mortal } from '../support/mortal.ts';
import { memoryStage } from '../support/ordeal/memoryStage.ts';
import type { Stage } from '../support/ordeal/stage.ts';

let gmail: GmailSimulator;
beforeAll(async () => {
  gmail = await GmailSimulator.start();
});
afterAll(() => gmail.close());

/** A mailbox with three mails of the contact's past, and a fetch of them that has been asked for. */
async function aFetch() {
  const stage = await memoryStage(gmail);
  const { mailboxId, account } = await stage.connect();
  account.seed(3, (index) => ({
    from: stage.contact,
    to: account.address,
    subject: `Mail ${index}`,
    date: new Date(Date.UTC(2025, 0, 1, 9, index)),
  }));
  const contact = await contactOf(stage, mailboxId);
  const jobId = HistoryFetchId.of({ contactId: contact.contactId, before: null, uid: null });
  const question = { jobId, contact, location: aLocation(), before: null, mailboxIds: [mailboxId] };
  await stage.deps.histories.changeFetch(jobId, () =>
    askForHistory(undefined, { ...question, now: stage.deps.clock.now() }),
  );
  return { stage, account, jobId, job: { type: 'history', mailboxId, fetchId: jobId, attempt: 1 } as const };
}

async function contactOf({ deps, contact }: Stage, mailboxId: MailboxId): Promise<Contact> {
  const mailbox = await deps.store.readMailbox(mailboxId);
  const agent = mailbox && (await deps.store.readAgent(mailbox.uid));
  const [found] = await deps.store.findContacts(agent?.locationIds ?? [], [contact]);
  if (!found) throw new Error('The stage has no contact');
  return found;
}

/** Redelivered until it goes through, as Pub/Sub does it. */
async function redelivered({ stage, job }: Awaited<ReturnType<typeof aFetch>>): Promise<void> {
  stage.timePasses();
  for (let outcome = 'busy'; outcome === 'busy'; ) ({ outcome } = await runJob(stage.deps, job));
}

test.each<Fate['kind']>(['dies', 'diesUnheard', 'repeats'])(
  'a fetch of history whose process %s, wherever it is, brings each mail once and counts it',
  async (kind) => {
    const unharmed = await aFetch();
    const { deps, awaits } = countAwaits(unharmed.stage.deps);
    await runJob(deps, unharmed.job);
    expect(awaits.length).toBeGreaterThan(12);

    for (const at of awaits.keys()) {
      const fetch = await aFetch();
      const { stage, account, jobId, job } = fetch;
      await runJob(mortal(stage.deps, { at, kind }), job).catch(() => {});
      await redelivered(fetch);
      await stage.poll();
      const told = await stage.deps.histories.readFetch(jobId);
      expect(told && [told.status, resultOf(told).stored]).toEqual(['done', 3]);
      expect((await stage.stored()).messages).toHaveLength(3);
      expect(account.usage.count('messages.get')).toBeLessThanOrEqual(6);
    }
  },
);
