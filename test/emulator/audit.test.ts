import { randomUUID } from 'node:crypto';
import { FieldValue, Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addAudit } from '../../functions/admin/auditMailbox.ts';
import { Terminal } from '../../functions/admin/terminal.ts';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { AuditId, ConversationId, GmailMessageId, MessageId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/jobs.ts';
import { disconnectMailbox } from '../../shared/sync/disconnectMailbox.ts';
import { queueAudits } from '../../shared/sync/rounds/queueAudits.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { audit } from '../support/auditing.ts';
import { connectAs } from '../support/connecting.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { countAwaits, mortal } from '../support/mortal.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
/** Past the product. */
let db: Firestore;
let scene: Scene;
beforeAll(async () => {
  world = await World.start();
  db = new Firestore({ projectId: world.app.config.GOOGLE_CLOUD_PROJECT });
});
afterAll(async () => {
  await db.terminate();
  await world.close();
});
beforeEach(async () => {
  scene = await aScene(world);
});

const look = (options?: Parameters<typeof audit>[2]) => audit(world.app, scene.mailboxId, options);

/** Mail that was delivered and is stored: its Gmail id and its message's. */
async function storedMail(subject = 'a viewing') {
  const { id } = scene.account.deliver({ ...scene.aMail, subject });
  await scene.poll();
  const entry = (await world.store.ledger(scene.mailboxId))[id];
  const [messageId = ''] = entry?.state === 'stored' ? entry.messageIds : [];
  return { id, messageId, ref: paths.message(db, MessageId(messageId)) };
}

const ledgerRef = (id: string) => paths.ledgerEntry(db, scene.mailboxId, GmailMessageId(id));

const findingsLogged = () =>
  world.logged.filter(
    ({ event, fields }) =>
      event === 'auditFinding' && 'mailboxId' in fields && fields.mailboxId === scene.mailboxId,
  );

/** Found and named with the repair, and all is well after it. */
async function expectRepaired(found: object): Promise<void> {
  expect((await look()).found).toEqual(found);
  const repairing = await look({ repair: true });
  expect(repairing.found).toEqual(found);
  for (const finding of Object.values(repairing.report.findings)) {
    expect(finding.repaired).toBe(finding.count);
  }
  expect((await look()).found).toEqual({});
}

describe('a healthy mailbox', () => {
  test('has no finding after all kinds of mail, for a few listings and nothing fetched', async () => {
    const { account, aMail, mailboxId, locationId, poll, emailAddress, contactAddress } = scene;
    const mails = Array.from({ length: 12 }, (_, index) =>
      account.deliver({ ...aMail, subject: `mail ${index}` }),
    );
    account.deliver({ ...aMail, from: 'stranger@example.net' });
    account.sent({ from: emailAddress, to: contactAddress, subject: 'an answer' });
    const spam = account.spam({ ...aMail, subject: 'no spam' });
    account.saveDraft({ from: emailAddress, to: contactAddress, subject: 'a draft' });
    await poll();
    account.modify(mails[0]?.id ?? '', { remove: ['UNREAD'], add: ['STARRED'] });
    account.trash(mails[1]?.id ?? '');
    account.delete(mails[2]?.id ?? '');
    account.modify(spam.id, { remove: ['SPAM'], add: ['INBOX'] });
    await poll();
    account.usage.reset();
    world.firestore.reset();

    const { outcomes, report, found } = await look();

    expect(found).toEqual({});
    expect(outcomes).toEqual(['synced']);
    const labels = account.labels.all().length;
    expect(report).toMatchObject({
      outcome: 'finished',
      looked: { arrivals: 13, copies: 14, conversations: 1 },
    });
    expect(account.usage.count('messages.get')).toBe(0);
    // One listing of what is there, one of the time from which the copies are, and one a label.
    expect(account.usage.count('messages.list')).toBe(2 + labels);
    expect(account.usage.count('history.list')).toBe(1);
    expect(await world.store.messages(locationId)).toHaveLength(14);
    expect(findingsLogged()).toEqual([]);
    expect(world.logged).toContainEqual({
      event: 'auditFinished',
      fields: expect.objectContaining({ mailboxId, outcome: 'finished', found: 0 }),
    });
    const { reads, writes } = world.firestore.counts();
    expect({ reads, writes }).toEqual({ reads: 71, writes: 9 });
  });

  test('has none for what was not synced yet: the audit begins with a delta', async () => {
    const { id } = scene.account.deliver(scene.aMail);
    expect((await look()).found).toEqual({});
    expect(await world.store.ledger(scene.mailboxId)).toMatchObject({ [id]: { state: 'stored' } });
  });

  test('has none for mail from before it was connected, and for what the rules have left out', async () => {
    const { account, aMail, locationId, poll } = scene;
    account.seed(1, () => ({ ...aMail, date: new Date(Date.now() - 3_600_000) }));
    account.deliver({ ...aMail, from: 'later@example.net' });
    await poll();
    await world.tenants.contact(locationId, { emails: ['later@example.net'] });
    expect((await look()).found).toEqual({});
  });

  test('has none for mail from before its data were deleted and it was connected again', async () => {
    const { account, agent, aMail, mailboxId, emailAddress } = scene;
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await paths.mailbox(db, mailboxId).update({ connectedAt: hoursAgo(48), syncedSince: hoursAgo(48) });
    account.seed(3, () => ({ ...aMail, date: hoursAgo(24) }), { history: true });
    await disconnectMailbox(world.app, { mailboxId, uid: agent.uid, deleteData: true });
    await runJob(world.app, { type: 'disconnect', mailboxId });
    await connectAs(world, agent, emailAddress);
    const settings = { ...world.app.settings, initialSyncLimit: 1 };
    await runJob({ ...world.app, settings }, { type: 'initial', mailboxId });
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ status: 'live', counters: { stored: 1 } });

    expect((await look()).found).toEqual({});
    const [lost] = account.seed(1, () => aMail);
    expect((await look()).found).toEqual({ missing: [lost?.id] });
  });

  test('is audited back to when it was connected where nobody has noted when it was first synced', async () => {
    const { account, aMail, mailboxId } = scene;
    const connectedAt = new Date(Date.now() - 3_600_000);
    await paths.mailbox(db, mailboxId).update({ connectedAt, syncedSince: FieldValue.delete() });
    const mail = (hours: number) => ({ ...aMail, date: new Date(Date.now() - hours * 3_600_000) });
    const [before, after] = account.seed(2, (index) => mail(index === 0 ? 1.5 : 0.5));
    expect((await look()).found).toEqual({ missing: [after?.id] });
    expect(await world.store.ledger(mailboxId)).not.toHaveProperty(before?.id ?? '');
  });

  test('has none for what changes in Gmail while it is looked at, also where history is late', async () => {
    const { account } = scene;
    const [changed, deleted] = [await storedMail('changed'), await storedMail('deleted')];
    account.historyTraps.lag.lists = 100;
    account.modify(changed.id, { add: ['STARRED'] });
    account.delete(deleted.id);
    account.deliver({ ...scene.aMail, subject: 'new' });
    expect((await look()).found).toEqual({});
  });
});

describe('each kind of finding is named, repaired, and gone after that', () => {
  test('mail of which Gmail’s history has never told', async () => {
    const [mail] = scene.account.seed(1, () => scene.aMail);
    await expectRepaired({ missing: [mail?.id] });
    expect(await world.store.messages(scene.locationId)).toHaveLength(1);
  });

  test('mail that Gmail shows, and that is taken for spam here', async () => {
    const { account, aMail, poll } = scene;
    const { id } = account.spam(aMail);
    await poll();
    account.mailbox.quietly(() => account.modify(id, { remove: ['SPAM'], add: ['INBOX'] }));
    await expectRepaired({ missing: [id] });
  });

  test('stored mail that is gone in Gmail', async () => {
    const { account, locationId } = scene;
    const { id } = await storedMail();
    account.mailbox.quietly(() => account.delete(id));
    await expectRepaired({ extra: [id] });
    expect(await world.store.messages(locationId)).toMatchObject([{ deletedAt: expect.any(Date) }]);
    expect(await world.store.conversations(locationId)).toMatchObject([{ messageCount: 0, unreadCount: 0 }]);
  });

  test('labels that are unlike Gmail’s', async () => {
    const { account, locationId } = scene;
    const { id } = await storedMail();
    account.mailbox.quietly(() => account.modify(id, { remove: ['UNREAD'] }));
    await expectRepaired({ differing: [id] });
    expect(await world.store.messages(locationId)).toMatchObject([{ read: true, labels: ['INBOX'] }]);
  });

  test('labels that were written past the product', async () => {
    const { id, ref } = await storedMail();
    await ref.update({ [`copies.${scene.mailboxId}.labels`]: ['INBOX'] });
    await expectRepaired({ differing: [id] });
  });

  test('mail that is taken for deleted, and is in Gmail', async () => {
    const { locationId, mailboxId } = scene;
    const { id, ref } = await storedMail();
    await ref.update({ [`copies.${mailboxId}.deletedAt`]: new Date(), deletedAt: new Date() });
    expect((await look()).found).toMatchObject({ differing: [id] });
    await look({ repair: true });
    expect((await look()).found).toEqual({});
    expect(await world.store.messages(locationId)).toMatchObject([{ deletedAt: null }]);
    expect(await world.store.conversations(locationId)).toMatchObject([{ messageCount: 1, unreadCount: 1 }]);
  });

  test('an entry whose message is not there', async () => {
    const { locationId } = scene;
    const { id, ref } = await storedMail();
    await ref.delete();
    expect((await look()).found).toEqual({ dangling: [id] });
    await look({ repair: true });
    expect((await look()).found).toEqual({});
    expect(await world.store.messages(locationId)).toHaveLength(1);
    expect(await world.store.conversations(locationId)).toMatchObject([{ messageCount: 1, unreadCount: 1 }]);
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ counters: { stored: 1 } });
  });

  test('a copy that no entry names', async () => {
    const { id } = await storedMail();
    await ledgerRef(id).delete();
    await expectRepaired({ dangling: [id] });
    expect(await world.store.messages(scene.locationId)).toHaveLength(1);
    expect(await world.store.conversations(scene.locationId)).toMatchObject([{ messageCount: 1 }]);
  });

  test('a conversation that has miscounted, and one that is not there', async () => {
    const { locationId, contact } = scene;
    await storedMail('first');
    await storedMail('last');
    const conversationId = ConversationId.of(locationId, contact.contactId);
    const [right] = await world.store.conversations(locationId);
    const ref = paths.conversation(db, conversationId);
    await ref.update({ messageCount: 7, unreadCount: 0, 'lastMessage.subject': 'another' });
    await expectRepaired({ counts: [conversationId] });
    expect(await world.store.conversations(locationId)).toMatchObject([
      { messageCount: 2, unreadCount: 2, lastMessage: { subject: 'last' } },
    ]);
    await ref.delete();
    await expectRepaired({ counts: [conversationId] });
    const { createdAt, updatedAt, ...kept } = right ?? {};
    expect(await world.store.conversations(locationId)).toMatchObject([kept]);
  });

  test('many at once, of which a hundred are named, and each kind raises one alarm', async () => {
    const { account, aMail, locationId } = scene;
    const lost = account.seed(120, (index) => ({ ...aMail, subject: `lost ${index}` }));
    const { report } = await look();
    expect(report.findings.missing).toMatchObject({ count: lost.length, repaired: 0 });
    expect(report.findings.missing?.ids).toHaveLength(100);
    expect(findingsLogged()).toEqual([
      { event: 'auditFinding', fields: expect.objectContaining({ reason: 'missing', found: 120 }) },
    ]);
    await look({ repair: true });
    expect((await look()).found).toEqual({});
    expect(await world.store.countMessages(locationId)).toBe(120);
  });
});

describe('the weekly round', () => {
  const round = async () => {
    const queued: Job[] = [];
    await queueAudits({ ...world.app, jobs: { publish: async (job) => void queued.push(job) } });
    return queued.filter(({ mailboxId }) => mailboxId === scene.mailboxId);
  };

  test('audits every live mailbox once, and only looks', async () => {
    const [lost] = scene.account.seed(1, () => scene.aMail);
    const [job, ...others] = [...(await round()), ...(await round())];
    expect(job).toMatchObject({ type: 'audit', days: 8, repair: false });
    expect(others).toEqual([job]);
    if (job?.type !== 'audit') throw new Error('There is no audit');
    expect(await runJob(world.app, job)).toMatchObject({ outcome: 'synced' });
    expect(await runJob(world.app, job)).toEqual({ outcome: 'upToDate' });
    expect((await world.app.audits.readAudit(job.auditId))?.findings).toEqual({
      missing: { count: 1, ids: [lost?.id], repaired: 0 },
    });
    expect(await world.store.messages(scene.locationId)).toEqual([]);
  });

  test('leaves alone a mailbox that waits for its agent', async () => {
    world.gmail.oauth.revokeGrant(scene.emailAddress);
    await scene.poll();
    expect(await round()).toEqual([]);
  });
});

describe('an audit', () => {
  test('that dies at any of its commits leaves nothing behind for the next one to find', async () => {
    const unharmed = await storedMail('unharmed');
    await unharmed.ref.delete();
    const counted = countAwaits(world.app);
    await audit(counted.deps, scene.mailboxId, { repair: true });
    const commits = [...counted.awaits.entries()].filter(([, name]) => name === 'store.commit');
    expect(commits.length).toBeGreaterThan(3);
    for (const [at] of commits) {
      scene = await aScene(world);
      const { id, ref } = await storedMail('lost');
      await ref.delete();
      const auditId = AuditId(randomUUID());
      const dying = mortal(world.app, { at, kind: 'diesUnheard' });
      await audit(dying, scene.mailboxId, { repair: true, auditId }).catch(() => {});
      const now = () => new Date(Date.now() + 10 * 60_000);
      const later = { ...world.app, clock: { ...world.app.clock, now } };
      const { report } = await audit(later, scene.mailboxId, { repair: true, auditId });
      // The message that was lost went uncounted; the one that takes its place is one more.
      expect(report.findings).toEqual({
        dangling: { count: 1, ids: [id], repaired: 1 },
        counts: { count: 1, ids: [expect.any(String)], repaired: 1 },
      });
      expect((await audit(later, scene.mailboxId)).found).toEqual({});
      expect(await world.store.conversations(scene.locationId)).toMatchObject([{ messageCount: 1 }]);
    }
  });

  test('of mail that is older than its days looks no further back', async () => {
    const { account, aMail, poll } = scene;
    account.deliver({ ...aMail, date: new Date(Date.now() - 3 * 24 * 60 * 60_000) });
    await poll();
    expect((await look({ days: 2 })).report.looked).toEqual({ arrivals: 0, copies: 0, conversations: 0 });
    expect((await look({ days: 4 })).report.looked).toEqual({ arrivals: 1, copies: 1, conversations: 1 });
  });

  test('that is delivered again when it is done costs nothing and finds nothing twice', async () => {
    scene.account.seed(1, () => scene.aMail);
    const { auditId, report } = await look();
    scene.account.usage.reset();
    expect(await look({ auditId })).toMatchObject({ outcomes: ['upToDate'], report });
    expect(scene.account.usage.units).toBe(0);
    expect(findingsLogged()).toHaveLength(1);
  });

  test('is left for the day where Gmail limits the mailbox, and what it has found by then is told', async () => {
    const { account, aMail, emailAddress } = scene;
    account.seed(120, () => aMail);
    world.gmail.faults.add({
      method: 'messages.list',
      account: emailAddress,
      skip: 1,
      reply: googleErrors.rateLimitExceeded(),
    });
    const { outcomes, report, auditId } = await look();
    expect(outcomes).toEqual(['paused']);
    expect(report).toMatchObject({ outcome: 'stopped', stoppedBy: 'paused' });
    expect(findingsLogged()).toHaveLength(1);
    world.gmail.faults.clear();
    expect((await look({ auditId })).outcomes).toEqual(['upToDate']);
  });

  test('that is out of time after each page goes on where it stopped', async () => {
    const { account, aMail, poll } = scene;
    account.seed(150, () => aMail, { history: true });
    await poll();
    const hurried = { ...world.app, settings: { ...world.app.settings, runMs: 0 } };
    const { outcomes, report, found } = await audit(hurried, scene.mailboxId);
    expect(outcomes).toEqual(['continued', 'continued', 'continued', 'synced']);
    expect(report.looked).toMatchObject({ arrivals: 150, copies: 150 });
    expect(found).toEqual({});
  });

  test('on the command line goes on in its own process, and leaves no job to the functions', async () => {
    const { account, aMail, mailboxId, poll } = scene;
    account.seed(150, () => aMail, { history: true });
    await poll();
    const told: object[] = [];
    const terminal = Object.assign(new Terminal(), { record: (row: object) => told.push(row) });
    const hurried = { ...world.app, settings: { ...world.app.settings, runMs: 0 } };
    const program = new Command();
    addAudit(program, { terminal, app: () => hurried });
    await program.parseAsync(['audit', mailboxId], { from: 'user' });
    expect(told).toEqual([expect.objectContaining({ outcome: 'finished', arrivals: 150, copies: 150 })]);
    const jobs = world.logged.filter(({ event, fields }) => event === 'jobQueued' && 'job' in fields);
    expect(jobs).not.toContainEqual({ event: 'jobQueued', fields: { job: 'audit', mailboxId } });
  });

  test('gives way to what is notified meanwhile, and finds nothing in it', async () => {
    const { account, aMail, mailboxId, push } = scene;
    await storedMail();
    const { audits } = world.app;
    let isNotified = false;
    const deps = {
      ...world.app,
      audits: {
        ...audits,
        storedSince: async (...asked: Parameters<typeof audits.storedSince>) => {
          if (!isNotified) {
            isNotified = true;
            const { historyId } = account.deliver({ ...aMail, subject: 'meanwhile' });
            expect(await push(historyId)).toEqual({ outcome: 'busy', handedOver: true });
          }
          return audits.storedSince(...asked);
        },
      },
    };
    expect((await audit(deps, mailboxId)).found).toEqual({});
    expect(await world.store.messages(scene.locationId)).toHaveLength(2);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      historyId: account.historyId,
      lease: { holder: null },
    });
  });

  test('beside another of the same mailbox repairs nothing twice', async () => {
    const { account, aMail, locationId } = scene;
    const { id, ref } = await storedMail();
    account.seed(3, (index) => ({ ...aMail, subject: `lost ${index}` }));
    await ref.delete();
    account.usage.reset();
    await Promise.all([look({ repair: true }), look({ repair: true })]);
    expect((await look()).found).toEqual({});
    expect(await world.store.ledger(scene.mailboxId)).toMatchObject({ [id]: { state: 'stored' } });
    expect(await world.store.conversations(locationId)).toMatchObject([{ messageCount: 4 }]);
  });

  test('of a mailbox whose grant has ended stops and says why', async () => {
    world.gmail.oauth.revokeGrant(scene.emailAddress);
    const { outcomes, report } = await look();
    expect(outcomes).toEqual(['blocked']);
    expect(report).toMatchObject({ outcome: 'stopped', stoppedBy: 'reauthRequired' });
  });
});
