import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { beginAudit } from '../../shared/domain/audit/audit.ts';
import { beginImport, takeImport } from '../../shared/domain/contacts/importProgress.ts';
import { askForHistory, reportSearch } from '../../shared/domain/historyFetch.ts';
import {
  AuditId,
  ContactId,
  ConversationId,
  HistoryFetchId,
  ImportId,
  LocationId,
  MailboxId,
} from '../../shared/domain/ids.ts';
import { newEntry } from '../../shared/domain/outbox/outbox.ts';
import { queueAudits } from '../../shared/sync/rounds/queueAudits.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { queueRenewals } from '../../shared/sync/rounds/queueRenewals.ts';
import { resumeRounds } from '../../shared/sync/rounds/resumeRounds.ts';
import { aContact, aLocation } from '../support/builders.ts';
import { aLink } from '../support/relay/aLink.ts';
import { aMessage } from '../support/relay/aMessage.ts';
import { type LiveOptions, putLive } from '../support/rounds/putLive.ts';
import { roundStage } from '../support/rounds/roundStage.ts';
import { TestClock } from '../support/universe/testClock.ts';

const MINUTE_MS = 60_000;
const QUIET = { quietMs: MINUTE_MS };

let clock: TestClock;
let stage: ReturnType<typeof roundStage>;
beforeEach(() => {
  clock = new TestClock();
  stage = roundStage({ clock });
});

const aLive = (...how: LiveOptions) => putLive(stage, ...how);

const manyLive = (count: number) => Array.from({ length: count }, () => aLive().mailboxId);

describe('what has stopped half way', () => {
  async function aFetch(mailboxIds: readonly MailboxId[]) {
    const jobId = HistoryFetchId(randomUUID());
    const location = { excluded: [], skipAutomated: false };
    const asked = { jobId, contact: aContact(), location, before: null, mailboxIds, now: clock.now() };
    await stage.store.changeFetch(jobId, (fetch) => askForHistory(fetch, asked));
    return jobId;
  }
  const poll = async () => {
    stage.queued.length = 0;
    const { histories, imports, audits } = await queuePoll(stage.deps, QUIET);
    return { histories, imports, audits };
  };
  const nothing = { histories: 0, imports: 0, audits: 0 };

  test('a search for older mail: its waiting mailboxes are queued with its attempt, once in half an hour', async () => {
    const [first = MailboxId(''), second = MailboxId('')] = [
      MailboxId(randomUUID()),
      MailboxId(randomUUID()),
    ];
    const fetchId = await aFetch([first, second]);
    clock.pass(29 * MINUTE_MS);
    const half = { state: 'waiting', done: 1, total: 3 } as const;
    await stage.store.changeFetch(
      fetchId,
      reportSearch({ mailboxId: first, attempt: 1 }, { state: 'failed', reason: 'left' }, clock.now()),
    );
    clock.pass(29 * MINUTE_MS);
    expect(await poll()).toEqual(nothing);
    clock.pass(2 * MINUTE_MS);
    expect(await poll()).toEqual({ ...nothing, histories: 1 });
    expect(stage.queued).toEqual([{ type: 'history', mailboxId: second, fetchId, attempt: 1 }]);
    expect(await poll()).toEqual(nothing);
    clock.pass(31 * MINUTE_MS);
    expect(await poll()).toEqual({ ...nothing, histories: 1 });
    await stage.store.changeFetch(
      fetchId,
      reportSearch({ mailboxId: second, attempt: 1 }, half, clock.now()),
    );
    expect(await poll()).toEqual(nothing);
  });

  test('an import of contacts: its job is queued, for a day', async () => {
    const locationId = LocationId(randomUUID());
    const importId = ImportId.of(locationId);
    const asked = { importId, locationId, ghlLocationId: 'g', history: 'none' } as const;
    await stage.store.changeImport(importId, (existing) =>
      beginImport(existing, { ...asked, now: clock.now() }),
    );
    expect(await poll()).toEqual(nothing);
    clock.pass(31 * MINUTE_MS);
    expect(await poll()).toEqual({ ...nothing, imports: 1 });
    expect(stage.queued).toEqual([{ type: 'importContacts', locationId, attempt: 1 }]);
    await stage.store.changeImport(importId, takeImport({ attempt: 1, holder: 'h' }, clock.now()));
    expect(await poll()).toEqual(nothing);
    clock.pass(25 * 60 * MINUTE_MS);
    expect(await poll()).toEqual(nothing);
  });

  test('an audit: its job is queued as it was asked for, once in half an hour', async () => {
    const [auditId, mailboxId] = [AuditId(randomUUID()), MailboxId(randomUUID())];
    const asked = { auditId, mailboxId, days: 30, repair: true, now: clock.now() };
    await stage.store.changeAudit(auditId, (audit) => beginAudit(audit, asked));
    clock.pass(31 * MINUTE_MS);
    expect(await poll()).toEqual({ ...nothing, audits: 1 });
    expect(stage.queued).toEqual([{ type: 'audit', auditId, mailboxId, days: 30, repair: true }]);
    expect(await poll()).toEqual(nothing);
  });
});

describe('an outbox', () => {
  async function aLinkedLocation() {
    const locationId = LocationId(randomUUID());
    stage.store.putLocation(aLocation({ locationId, ghl: aLink() }));
    const contactId = ContactId(randomUUID());
    const message = aMessage(locationId, contactId, { contact: 0, thread: 0, sentAt: clock.now() });
    const conversationId = ConversationId.of(locationId, contactId);
    const told = { log: 'pending', now: clock.now() } as const;
    stage.store.putMail(message, newEntry(message, { contactId, conversationId }, told));
    return locationId;
  }
  const overdue = () => stage.logged.filter(({ event }) => event === 'outboxOverdue');

  test('whose oldest mail has waited for more than an hour is woken, and told of', async () => {
    const locationId = await aLinkedLocation();
    clock.pass(59 * MINUTE_MS);
    await queuePoll(stage.deps, QUIET);
    expect(stage.woken).toEqual([locationId]);
    expect(overdue()).toEqual([]);
    clock.pass(2 * MINUTE_MS);
    await queuePoll(stage.deps, QUIET);
    expect(stage.woken).toEqual([locationId, locationId]);
    expect(overdue()).toEqual([
      { event: 'outboxOverdue', fields: { locationId, durationMs: 61 * MINUTE_MS } },
    ]);
  });
});

describe('a poll whose later steps fail', () => {
  test('visits the mailboxes every time all the same', async () => {
    stage.store.putLocation(aLocation({ locationId: LocationId('l'), ghl: aLink() }));
    const contactId = ContactId('c');
    const message = aMessage(LocationId('l'), contactId, { contact: 0, thread: 0, sentAt: clock.now() });
    const conversationId = ConversationId.of(LocationId('l'), contactId);
    const told = { log: 'pending', now: clock.now() } as const;
    stage.store.putMail(message, newEntry(message, { contactId, conversationId }, told));
    aLive();
    const outboxQueue = { wake: () => Promise.reject(new Error('There is no such topic')) };
    for (let round = 0; round < 4; round += 1) {
      expect(await queuePoll({ ...stage.deps, outboxQueue }, QUIET)).toMatchObject({
        outcome: 'finished',
        queued: 1,
        failed: 1,
      });
      clock.pass(15 * MINUTE_MS);
    }
  });

  test('and one that had stopped long ago is finished, and followed by a new one at once', async () => {
    manyLive(201);
    const endsAt = new Date(clock.now().getTime() + 1);
    expect(await queuePoll(stage.deps, { ...QUIET, endsAt })).toMatchObject({ outcome: 'continued' });
    clock.pass(15 * MINUTE_MS);
    stage.queued.length = 0;
    expect(await queuePoll(stage.deps, QUIET)).toMatchObject({ outcome: 'finished', queued: 201 });
    expect(new Set(stage.queued.map(({ mailboxId }) => mailboxId)).size).toBe(201);
  });
});

describe('renewals', () => {
  const watched = (days: number) =>
    aLive({}, { expiresAt: new Date(clock.now().getTime() + days * 24 * 60 * MINUTE_MS) });

  test('are of watches that end, have lapsed or were refused', async () => {
    watched(6.9);
    for (const days of [6.4, 1, -1]) watched(days);
    aLive();
    expect(await queueRenewals(stage.deps)).toEqual({
      outcome: 'finished',
      queued: 4,
      lapsed: 1,
      ending: 1,
      unwatched: 1,
      failed: 0,
    });
  });

  test('use an eighth of the project’s quota at most', async () => {
    for (let count = 0; count < 1_000; count += 1) watched(1);
    const begun = clock.now().getTime();
    await queueRenewals(stage.deps);
    const minutes = (clock.now().getTime() - begun) / MINUTE_MS;
    expect((800 * 101) / minutes).toBeLessThanOrEqual(150_000);
    expect((800 * 101) / minutes).toBeGreaterThan(145_000);
  });

  test('never wait for as long as the round’s lease lasts, however small the quota is', async () => {
    for (let count = 0; count < 250; count += 1) watched(1);
    const waits: number[] = [];
    const sleep = async (milliseconds: number) => {
      waits.push(milliseconds);
      clock.pass(milliseconds);
    };
    const settings = { ...stage.deps.settings, quota: { ...stage.deps.settings.quota, project: 10_000 } };
    const deps = { ...stage.deps, settings, clock: { now: () => clock.now(), sleep } };
    expect(await queueRenewals(deps)).toMatchObject({ outcome: 'finished', queued: 250 });
    expect(Math.max(...waits)).toBeLessThanOrEqual(MINUTE_MS);
  });

  test('and audits that were left half way are gone on with by a poll, and finished ones are not begun', async () => {
    const ids = manyLive(600);
    const endsAt = () => new Date(clock.now().getTime() + 25 * MINUTE_MS);
    const soon = () => new Date(clock.now().getTime() + 1);
    expect(await queueAudits(stage.deps, { endsAt: soon() })).toMatchObject({
      outcome: 'continued',
      queued: 400,
    });
    expect(await queueRenewals(stage.deps, { endsAt: soon() })).toMatchObject({ outcome: 'continued' });
    const days = new Set(stage.queued.flatMap(({ auditId }) => auditId ?? []));
    clock.pass(24 * 60 * MINUTE_MS);
    await resumeRounds(stage.deps, { endsAt: endsAt() });
    const ofType = (type: string) =>
      stage.queued.filter((job) => job.type === type).map(({ mailboxId }) => mailboxId);
    expect(ofType('audit').toSorted()).toEqual(ids.toSorted());
    expect(ofType('watch').toSorted()).toEqual(ids.toSorted());
    expect(days.size).toBe(400);
    const before = stage.queued.length;
    await resumeRounds(stage.deps, { endsAt: endsAt() });
    expect(stage.queued).toHaveLength(before);
  });
});
