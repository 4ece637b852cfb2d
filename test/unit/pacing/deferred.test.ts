import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import type { QueuedJob } from '../../../shared/domain/jobs.ts';
import type { SyncDeps } from '../../../shared/sync/deps.ts';
import { Admission } from '../../../shared/sync/pacing/admission.ts';
import { createProjectBudget } from '../../../shared/sync/pacing/projectBudget.ts';
import { type JobDeps, performJob } from '../../../shared/sync/performJob.ts';
import { syncMailbox } from '../../../shared/sync/syncMailbox.ts';
import { memoryStore } from '../../support/memory-store/memoryStore.ts';
import { Office, type OfficeMailbox } from '../../support/pacing/office.ts';

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const seeded = async (messages: number): Promise<OfficeMailbox> => {
  const mailbox = await office.connect();
  mailbox.account.seed(messages, (index) => office.mailFrom(office.contact, mailbox, `mail ${index}`));
  return mailbox;
};

const initial = ({ mailboxId }: OfficeMailbox) => ({ type: 'initial', mailboxId }) as const;

describe('a project whose quota is small', () => {
  /** Five eighths of it are for work that can wait: 187 gets a minute, for all mailboxes together. */
  const quota = { mailbox: 6_000, project: 6_000 };

  const small = (): SyncDeps => ({
    ...office.deps,
    settings: { ...office.deps.settings, quota, initialSyncLimit: 1_000 },
    budget: createProjectBudget({ store: memoryStore(), clock: office.clock, quota }),
  });

  test('first syncs that it has no room for are put off to the next minute, and end with all their mail, each got once', async () => {
    const mailboxes = await Promise.all([600, 20, 20, 20].map(seeded));
    const deps = small();
    const startedAt = office.clock.now().getTime();
    const outcomes = await office.clock.during(
      Promise.all(mailboxes.map((mailbox) => office.work(initial(mailbox), deps))),
    );
    const minutes = (office.clock.now().getTime() - startedAt) / 60_000;
    expect(outcomes.map((each) => each.at(-1))).toEqual(['synced', 'synced', 'synced', 'synced']);
    expect(outcomes[0]).toContain('continued');
    for (const { account } of mailboxes)
      expect(account.usage.count('messages.get')).toBe(account.messages().length);
    const units = mailboxes.reduce((sum, { account }) => sum + account.usage.units, 0);
    expect(units / Math.ceil(minutes + 1)).toBeLessThanOrEqual(3_750);
  });

  test('mail that comes meanwhile is stored at once, because news needs no such room', async () => {
    const mailbox = await office.connect();
    const deps = small();
    await office.work(initial(mailbox), deps);
    const crowded = { ...deps, budget: { take: () => Promise.reject(new Error('asked for news')) } };
    mailbox.account.deliver(office.mailFrom(office.contact, mailbox, 'news'));
    const historyId = HistoryId.of(mailbox.account.historyId);
    expect(await syncMailbox(crowded, mailbox.mailboxId, { reason: 'push', historyId })).toMatchObject({
      outcome: 'synced',
      counts: { stored: 1 },
    });
  });
});

describe('while there is no quota for work that can wait', () => {
  /** Two windows a minute. */
  const quota = { mailbox: 6_000, project: 4_000 };

  const poor = (): SyncDeps => ({
    ...office.deps,
    settings: { ...office.deps.settings, quota, initialSyncLimit: 1_000 },
    budget: createProjectBudget({ store: memoryStore(), clock: office.clock, quota }),
  });

  const push = ({ mailboxId, account }: OfficeMailbox, deps: SyncDeps) =>
    syncMailbox(deps, mailboxId, { reason: 'push', historyId: HistoryId.of(account.historyId) });

  test('a first sync that waits for it takes in, with its next run, the mail that was notified meanwhile', async () => {
    const mailbox = await seeded(800);
    const deps = poor();
    const tookMs = async () => {
      await office.clock.sleep(3.5 * 60_000);
      const mail = mailbox.account.deliver(office.mailFrom(office.contact, mailbox, 'news'));
      const { mailboxId } = mailbox;
      expect(await office.ground.mailbox(mailboxId)).toMatchObject({ lease: { holder: null } });
      expect(await push(mailbox, deps)).toEqual({ outcome: 'busy', handedOver: true });
      const startedAt = office.clock.now().getTime();
      while (!(mail.id in (await office.ground.ledger(mailboxId)))) await office.clock.sleep(500);
      return office.clock.now().getTime() - startedAt;
    };
    const [outcomes, waitedMs] = await office.clock.during(
      Promise.all([office.work(initial(mailbox), deps), tookMs()]),
    );
    expect(outcomes.at(-1)).toBe('synced');
    expect(outcomes.length).toBeGreaterThan(5);
    expect(waitedMs).toBeLessThanOrEqual(61_000);
  });

  test('mail of a mailbox whose recovery waits for it is stored at once, and leaves the recovery to the one job that goes on with it', async () => {
    const mailbox = await office.connect();
    await office.clock.during(office.work(initial(mailbox)));
    mailbox.account.seed(200, (index) => office.mailFrom(office.contact, mailbox, `missed ${index}`), {
      history: true,
    });
    mailbox.account.expireHistory();
    const deps = poor();
    const { mailboxId } = mailbox;
    await office.clock.during(
      syncMailbox({ ...deps, jobs: office.deps.jobs }, mailboxId, { reason: 'poll' }),
    );
    const ofMailbox = () => office.queued.filter((job) => job.mailboxId === mailboxId);
    expect(ofMailbox()).toMatchObject([
      { type: 'delta', reason: 'continuation', notBefore: expect.any(Date) },
    ]);
    const startedAt = office.clock.now().getTime();
    for (const subject of ['one', 'two', 'three']) {
      const mail = mailbox.account.deliver(office.mailFrom(office.contact, mailbox, subject));
      expect(await push(mailbox, deps)).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });
      expect(await office.ground.ledger(mailboxId)).toHaveProperty(mail.id);
    }
    expect(office.clock.now().getTime()).toBe(startedAt);
    expect(ofMailbox()).toHaveLength(1);
    await office.clock.during(office.goOn(mailboxId, deps));
    expect(await office.ground.mailbox(mailboxId)).toMatchObject({
      recovery: null,
      counters: { stored: 203 },
    });
    expect(ofMailbox()).toEqual([]);
  });
});

describe('an instance that does as much as it may', () => {
  test('puts a job back, and has begun nothing of it', async () => {
    const mailbox = await seeded(3);
    const queued: QueuedJob[] = [];
    const publish = async (job: QueuedJob) => void queued.push(job);
    const admission = new Admission({ clock: office.clock, places: 2, isMemoryShort: () => false });
    const over = Promise.withResolvers<void>();
    const other = admission.run('awaited', () => over.promise);
    const { product } = office.ground;
    const deps: JobDeps = {
      ...product,
      ...office.deps,
      imports: memoryStore(),
      ghl: { open: async () => Promise.reject(new Error('Nothing is imported')) },
      jobs: { publish },
      locationJobs: { publish },
      admission,
    };
    expect(await office.clock.during(performJob(deps, initial(mailbox)))).toEqual({ outcome: 'deferred' });
    over.resolve();
    await other;
    expect(queued).toEqual([initial(mailbox)]);
    expect(mailbox.account.usage.units).toBe(0);
    expect(await office.ground.mailbox(mailbox.mailboxId)).toMatchObject({ status: 'connecting' });
  });
});
