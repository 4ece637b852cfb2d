import { describe, expect, test } from '@jest/globals';
import { disconnect, finishLeaving } from '../../../shared/domain/disconnection.ts';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { AgentId } from '../../../shared/domain/ids.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import { isCommitted } from '../../../shared/domain/mailboxTransitions.ts';
import { aMailbox } from '../../support/builders.ts';

const now = new Date('2026-11-22T10:00:00Z');
const earlier = new Date('2026-11-20T10:00:00Z');
const historyId = HistoryId.of(100);
const watch = { expiresAt: new Date('2026-11-23T10:00:00Z') };
const held = { fence: 4, commits: 2, holder: 'a run', expiresAt: now };
const uid = AgentId('agent');

const SYNCING: readonly Mailbox[] = [
  aMailbox({ status: 'connecting' }, { uid, lease: held }),
  aMailbox({ status: 'backfilling', historyId, watch }, { uid, lease: held }),
  aMailbox({ status: 'live', historyId, watch }, { uid, lease: held }),
  aMailbox({ status: 'reauthRequired', since: earlier, resumes: 'live', historyId }, { uid, lease: held }),
];
const left = (leaving: { deleteData: boolean } | null) =>
  aMailbox({ status: 'disconnected', since: earlier, leaving, resumes: 'live', historyId }, { uid });
const by = (deleteData = false) => disconnect({ uid, deleteData, now });

describe('disconnecting', () => {
  test.each(SYNCING)('$status: keeps where to go on, and says what is left to do', (mailbox) => {
    const resumes = mailbox.status === 'reauthRequired' ? mailbox.resumes : mailbox.status;
    expect(by(true)(mailbox)).toMatchObject({
      status: 'disconnected',
      since: now,
      leaving: { deleteData: true },
      resumes,
      historyId: resumes === 'connecting' ? null : historyId,
    });
  });

  test.each(SYNCING)('$status: locks its run and the clients of its grant out', (mailbox) => {
    const disconnected = by()(mailbox);
    expect(disconnected).toMatchObject({
      grantVersion: mailbox.grantVersion + 1,
      lease: { fence: 5, commits: 0, holder: null, expiresAt: null },
    });
    expect(() => isCommitted(disconnected, { fence: held.fence, sequence: 3 })).toThrow('leaseLost');
  });

  test('leaves nothing under way', () => {
    const busy: Mailbox = {
      ...aMailbox({ status: 'live', historyId, watch }, { uid }),
      wantedHistoryId: HistoryId.of(105),
      pausedUntil: now,
      lastError: { code: 'rateLimited', operation: 'gmail.messages.get', at: earlier },
    };
    const disconnected = by()(busy);
    expect(disconnected).toMatchObject({
      wantedHistoryId: null,
      pausedUntil: null,
      progress: null,
      recovery: null,
      lastError: null,
    });
    expect(disconnected).not.toHaveProperty('watch');
  });

  test('is for its own agent only', () => {
    for (const mailbox of [...SYNCING, left(null)]) {
      expect(disconnect({ uid: AgentId('another'), deleteData: true, now })(mailbox)).toBe(mailbox);
    }
  });

  test.each([
    ['once all is done, changes nothing', null, false],
    ['while the job runs, changes nothing', { deleteData: false }, false],
    ['without the data, does not call their deletion off', { deleteData: true }, false],
    ['with the data, while they are deleted, changes nothing', { deleteData: true }, true],
  ])('again %s', (_, leaving, deleteData) => {
    const before = left(leaving);
    expect(by(deleteData)(before)).toBe(before);
  });

  test.each([null, { deleteData: false }])('again with the data, from %j: has them deleted', (leaving) => {
    const mailbox = { ...left(leaving), lease: held };
    expect(by(true)(mailbox)).toMatchObject({
      status: 'disconnected',
      since: earlier,
      leaving: { deleteData: true },
      grantVersion: mailbox.grantVersion,
      lease: { fence: 5, holder: null },
    });
  });
});

describe('a disconnection that is done', () => {
  const counters = { stored: 3, skipped: { spam: 1 } };

  test('frees the mailbox, which keeps where to go on', () => {
    const mailbox = { ...left({ deleteData: false }), lease: held, counters };
    expect(finishLeaving(now)(mailbox)).toEqual({
      ...mailbox,
      leaving: null,
      lastRunAt: now,
      lease: { ...held, holder: null, expiresAt: null },
    });
  });

  test('of a mailbox whose data were deleted leaves it as if it had never been synced', () => {
    const synced = { counters, lastSyncAt: earlier, syncedSince: earlier };
    const mailbox = { ...left({ deleteData: true }), lease: held, ...synced };
    expect(finishLeaving(now)(mailbox)).toMatchObject({
      status: 'disconnected',
      leaving: null,
      resumes: 'connecting',
      historyId: null,
      counters: { stored: 0, skipped: {} },
      lastSyncAt: null,
      syncedSince: null,
      lease: { holder: null },
    });
  });
});
