import { describe, expect, test } from '@jest/globals';
import { connect } from '../../../shared/domain/connection.ts';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { AgentId, MailboxId } from '../../../shared/domain/ids.ts';
import { type Mailbox, NO_COUNTS } from '../../../shared/domain/mailbox.ts';
import { aMailbox, anAddress } from '../../support/builders.ts';

const now = new Date('2026-11-22T10:00:00Z');
const since = new Date('2026-11-20T10:00:00Z');
const historyId = HistoryId.of(100);
const watch = { expiresAt: new Date('2026-11-23T10:00:00Z') };
const stranger = AgentId('another agent');
const STOPPED = ['reauthRequired', 'disconnected'] as const;

/** Stopped, with nothing left to do. */
const stopped = (
  status: (typeof STOPPED)[number],
  place: Pick<Extract<Mailbox, { status: 'disconnected' }>, 'resumes' | 'historyId'>,
): Mailbox =>
  status === 'disconnected'
    ? aMailbox({ status, since, leaving: null, ...place })
    : aMailbox({ status, since, ...place });

/** The mailbox after this agent, or its own, granted access to it. */
function connected(existing: Mailbox, uid = existing.uid): Mailbox {
  const { mailboxId, emailAddress } = existing;
  const decision = connect(existing, { mailboxId, emailAddress, uid, now });
  if (decision.outcome !== 'connected') throw new Error(decision.outcome);
  return decision.mailbox;
}

const uidOf = ({ uid }: Mailbox) => uid;

const inEachStatus: readonly Mailbox[] = [
  aMailbox({ status: 'connecting' }),
  aMailbox({ status: 'backfilling', historyId, watch }),
  aMailbox({ status: 'live', historyId, watch }),
  aMailbox({ status: 'reauthRequired', since, resumes: 'live', historyId }),
  stopped('disconnected', { resumes: 'live', historyId }),
];

describe('connecting a mailbox that nobody had', () => {
  const emailAddress = anAddress('agent');
  const uid = AgentId('agent');
  const to = { mailboxId: MailboxId.of(emailAddress), uid, emailAddress, now };

  test('begins with its backfill, under its first grant, nobody working on it', () => {
    expect(connect(undefined, to)).toEqual({
      outcome: 'connected',
      mailbox: aMailbox({ status: 'connecting' }, { uid, emailAddress, connectedAt: now, lastRunAt: now }),
    });
  });

  test('counts nothing yet', () => {
    expect(connect(undefined, to)).toMatchObject({ mailbox: { grantVersion: 1, counters: NO_COUNTS } });
  });
});

describe('connecting a mailbox again', () => {
  test.each(inEachStatus)('$status: is a new grant, and the last error is over', (mailbox) => {
    const failed: Mailbox = {
      ...mailbox,
      grantVersion: 4,
      lastError: { code: 'grantRevoked', operation: 'google.oauth.refresh', at: since },
    };
    expect(connected(failed)).toMatchObject({
      uid: mailbox.uid,
      grantVersion: 5,
      lastError: null,
      connectedAt: mailbox.connectedAt,
      lastRunAt: now,
    });
  });

  test.each(inEachStatus.slice(0, 3))('$status: stays what it is, its run keeps the lease', (mailbox) => {
    const lease = { fence: 3, commits: 2, holder: 'a run', expiresAt: now };
    const { grantVersion, connectedAt, lastRunAt, ...same } = connected({ ...mailbox, lease });
    expect({ ...mailbox, lease }).toMatchObject(same);
    expect(grantVersion).toBe(2);
  });

  test.each(
    STOPPED.flatMap((status) => (['live', 'backfilling'] as const).map((was) => [status, was] as const)),
  )('%s: goes on %s from its cursor, without a watch until it is renewed', (status, resumes) => {
    const mailbox = { ...stopped(status, { resumes, historyId }), syncedSince: since };
    const goesOn = { status: resumes, historyId, watch: null, syncedSince: since };
    expect(connected(mailbox)).toMatchObject(goesOn);
  });

  test.each(STOPPED)('%s: begins with the backfill when that had not begun', (status) => {
    const mailbox = stopped(status, { resumes: 'connecting', historyId: null });
    expect(connected(mailbox)).toMatchObject({ status: 'connecting' });
  });

  test.each(STOPPED)('%s: begins with the backfill when there is no cursor to go on from', (status) => {
    const mailbox = stopped(status, { resumes: 'live', historyId: null });
    expect(connected(mailbox)).toMatchObject({ status: 'connecting' });
  });
});

describe('connecting a mailbox that another agent has', () => {
  test.each(inEachStatus.slice(0, 4))('$status: is refused until they disconnect it', (mailbox) => {
    const { mailboxId, emailAddress } = mailbox;
    expect(connect(mailbox, { mailboxId, emailAddress, uid: stranger, now })).toEqual({ outcome: 'taken' });
  });

  test.each(['live', 'backfilling'] as const)(
    'disconnected from %s: is the new agent’s, and does not go on from the other’s cursor',
    (resumes) => {
      const mailbox = { ...stopped('disconnected', { resumes, historyId }), syncedSince: since };
      expect(connected(mailbox, stranger)).toMatchObject({
        status: 'connecting',
        syncedSince: null,
        uid: stranger,
        grantVersion: mailbox.grantVersion + 1,
      });
    },
  );

  test.each([uidOf, () => stranger])('that is still being disconnected is refused to everybody', (whose) => {
    const leaving = { deleteData: false };
    const mailbox = aMailbox({ status: 'disconnected', since, leaving, resumes: 'live', historyId });
    const { mailboxId, emailAddress } = mailbox;
    expect(connect(mailbox, { mailboxId, emailAddress, uid: whose(mailbox), now })).toEqual({
      outcome: 'leaving',
    });
  });

  test('locks out whoever still works on it for the first agent', () => {
    const mailbox = { ...stopped('disconnected', { resumes: 'live', historyId }), grantVersion: 4 };
    const lease = { fence: 7, commits: 2, holder: 'a run', expiresAt: now };
    expect(connected({ ...mailbox, lease }, stranger)).toMatchObject({
      grantVersion: 5,
      lease: { fence: 8, commits: 0, holder: null },
    });
  });

  test('once it has changed hands, is refused to the agent who had it', () => {
    const mailbox = stopped('disconnected', { resumes: 'live', historyId });
    const { mailboxId, emailAddress, uid } = mailbox;
    expect(connect(connected(mailbox, stranger), { mailboxId, emailAddress, uid, now })).toEqual({
      outcome: 'taken',
    });
  });
});
