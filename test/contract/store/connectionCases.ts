import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { PendingConnection } from '../../../shared/domain/connection.ts';
import { AgentId, MailboxId } from '../../../shared/domain/ids.ts';
import { aMailbox, anAddress } from '../../support/builders.ts';
import { aLiveMailbox, CURSOR, minutesLater, NOW } from './scenario.ts';
import type { StoreCases } from './storeFixture.ts';

const aPending = (): PendingConnection => ({
  stateHash: randomUUID(),
  uid: AgentId(randomUUID()),
  codeVerifier: randomUUID(),
  redirectUri: 'https://crm.example/api/google/callback',
  expiresAt: minutesLater(30),
  returnTo: '/settings',
});

const aGrant = () => ({ sealed: `v1.k1.${randomUUID()}`, scopes: ['gmail.modify', 'gmail.send'] });

function aConnection(uid = AgentId(randomUUID())) {
  const emailAddress = anAddress('mailbox');
  return { mailboxId: MailboxId.of(emailAddress), uid, emailAddress, now: NOW };
}

export const CONNECTION_CASES: StoreCases = {
  'a pending connection is taken once': async ({ store }) => {
    const [pending, other] = [aPending(), aPending()];
    await store.savePending(pending);
    await store.savePending(other);
    expect(await store.takePending(pending.stateHash)).toEqual(pending);
    expect(await store.takePending(pending.stateHash)).toBeUndefined();
    expect(await store.takePending(other.stateHash)).toEqual(other);
  },

  'a pending connection that nobody began is not there': async ({ store }) => {
    expect(await store.takePending(randomUUID())).toBeUndefined();
  },

  'of two that take a pending connection at the same time one has it': async ({ store }) => {
    const pending = aPending();
    await store.savePending(pending);
    const taken = await Promise.all([
      store.takePending(pending.stateHash),
      store.takePending(pending.stateHash),
    ]);
    expect(taken.filter((each) => each !== undefined)).toEqual([pending]);
  },

  'a pending connection is not replaced by another with its state': async ({ store }) => {
    const pending = aPending();
    await store.savePending(pending);
    await expect(store.savePending({ ...aPending(), stateHash: pending.stateHash })).rejects.toThrow();
    expect(await store.takePending(pending.stateHash)).toEqual(pending);
  },

  'connecting a new mailbox stores it with its grant': async (fixture) => {
    const [to, grant] = [aConnection(), aGrant()];
    const decision = await fixture.store.connect(to, grant);
    const mailbox = await fixture.stored.mailbox(to.mailboxId);
    expect(decision).toEqual({ outcome: 'connected', mailbox });
    expect(mailbox).toMatchObject({ ...connected(to), status: 'connecting', grantVersion: 1 });
    expect(await fixture.store.readGrant(to.mailboxId)).toEqual({
      ...grant,
      mailboxId: to.mailboxId,
      grantVersion: 1,
      grantedAt: NOW,
    });
  },

  'connecting again replaces the grant, and the mailbox goes on from its cursor': async (fixture) => {
    const to = aConnection();
    const { mailboxId, uid, emailAddress } = to;
    const stopped = { status: 'reauthRequired', since: NOW, resumes: 'live', historyId: CURSOR } as const;
    await fixture.putMailbox(aMailbox(stopped, { uid, emailAddress }));
    const [grant, later] = [aGrant(), minutesLater(9)];
    await fixture.store.connect({ ...to, now: later }, grant);
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({
      status: 'live',
      historyId: CURSOR,
      grantVersion: 2,
      lastRunAt: later,
    });
    expect(await fixture.store.readGrant(mailboxId)).toMatchObject({
      ...grant,
      grantVersion: 2,
      grantedAt: later,
    });
  },

  'a mailbox that another agent has is taken, and keeps its grant': async (fixture) => {
    const [to, grant] = [aConnection(), aGrant()];
    await fixture.store.connect(to, grant);
    const before = await fixture.stored.mailbox(to.mailboxId);
    const another = { ...to, uid: AgentId(randomUUID()), now: minutesLater(9) };
    expect(await fixture.store.connect(another, aGrant())).toEqual({ outcome: 'taken' });
    expect(await fixture.stored.mailbox(to.mailboxId)).toEqual(before);
    expect(await fixture.store.readGrant(to.mailboxId)).toMatchObject(grant);
  },

  'of two agents that connect a mailbox at the same time one has it, with their own grant': async (
    fixture,
  ) => {
    const first = aConnection();
    const attempts = [first, { ...first, uid: AgentId(randomUUID()) }].map((to) => ({ to, grant: aGrant() }));
    const decisions = await Promise.all(attempts.map(({ to, grant }) => fixture.store.connect(to, grant)));
    expect(decisions.map(({ outcome }) => outcome).sort()).toEqual(['connected', 'taken']);
    const winner = attempts[decisions.findIndex(({ outcome }) => outcome === 'connected')];
    expect(await fixture.stored.mailbox(first.mailboxId)).toMatchObject({
      uid: winner?.to.uid,
      grantVersion: 1,
    });
    expect(await fixture.store.readGrant(first.mailboxId)).toMatchObject({ ...winner?.grant });
  },

  'a mailbox without a grant has none': async (fixture) => {
    const { mailboxId } = await aLiveMailbox(fixture);
    expect(await fixture.store.readGrant(mailboxId)).toBeUndefined();
  },
};

function connected({ now, ...to }: ReturnType<typeof aConnection>) {
  return { ...to, connectedAt: now, lastRunAt: now };
}
