import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { MailboxId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/tenancy.ts';
import { finishConnection } from '../../shared/sync/linking/finishConnection.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { anAddress } from '../support/builders.ts';
import { connectAs, consent as consentAs } from '../support/connecting.ts';
import { eventually } from '../support/eventually.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const anAgent = async () => world.tenants.agent([await world.tenants.location()]);

function aGmailAccount(): string {
  const address = anAddress('mailbox');
  world.gmail.addAccount({ address });
  return address;
}

const consent = (agent: Agent, account: string, choice = {}) => consentAs(world, agent, account, choice);
const connect = (agent: Agent, account: string) => connectAs(world, agent, account);

const refused = (reason: string) => ({ outcome: 'refused', reason });
const stored = (address: string) => world.store.findMailbox(MailboxId.of(address));

describe('connecting a mailbox', () => {
  test('stores the grant sealed, beside a mailbox that waits for its initial sync', async () => {
    const [agent, address] = [await anAgent(), aGmailAccount()];

    expect(await connect(agent, address)).toEqual({ outcome: 'connected', emailAddress: address });

    expect(await stored(address)).toMatchObject({ status: 'connecting', uid: agent.uid, grantVersion: 1 });
    const grant = await world.app.connections.readGrant(MailboxId.of(address));
    expect(grant?.sealed).toMatch(/^v1\.k1\./);
    expect(await world.app.gmail.open({ mailboxId: MailboxId.of(address), grantVersion: 1 })).toBeDefined();
    expect(world.logged).toContainEqual(
      expect.objectContaining({
        event: 'jobQueued',
        fields: { mailboxId: MailboxId.of(address), job: 'initial' },
      }),
    );
  });

  test('again keeps the cursor and heals a mailbox that had lost its grant', async () => {
    const agent = await anAgent();
    const mailbox = await world.liveMailbox(agent);
    const { historyId } = mailbox.account;
    world.gmail.oauth.revokeGrant(mailbox.emailAddress);
    world.gmail.oauth.expireAccessTokens({ address: mailbox.emailAddress });
    expect(await syncMailbox(world.app, mailbox.mailboxId, { reason: 'poll' })).toEqual({
      outcome: 'blocked',
      status: 'reauthRequired',
    });

    expect(await connect(agent, mailbox.emailAddress)).toMatchObject({ outcome: 'connected' });

    expect(await stored(mailbox.emailAddress)).toMatchObject({ status: 'live', historyId, grantVersion: 2 });
    expect(await syncMailbox(world.app, mailbox.mailboxId, { reason: 'poll' })).toMatchObject({
      outcome: 'synced',
    });
  });

  test('again while a run is under way keeps the new grant, although the old one dies in that run', async () => {
    const agent = await anAgent();
    const mailbox = await world.liveMailbox(agent);
    const { mailboxId, account, emailAddress } = mailbox;
    const { historyId } = account.deliver({ from: anAddress('stranger') });
    world.gmail.faults.add({ method: 'messages.get', account: emailAddress, delayMs: 300 });
    const running = syncMailbox(world.app, mailboxId, { reason: 'push', historyId: HistoryId.of(historyId) });
    await eventually('the run lists history', () => account.usage.count('history.list') === 1);

    await connect(agent, emailAddress);
    world.gmail.oauth.killRefreshToken(mailbox.refreshToken);
    world.gmail.oauth.expireAccessTokens({ address: emailAddress });
    const later = account.deliver({ from: anAddress('stranger') });
    await syncMailbox(world.app, mailboxId, { reason: 'push', historyId: HistoryId.of(later.historyId) });
    await running;

    expect(await stored(emailAddress)).toMatchObject({ status: 'live', grantVersion: 2 });
    expect(await syncMailbox(world.app, mailboxId, { reason: 'poll' })).toMatchObject({ outcome: 'synced' });
  });

  test('is refused to another agent while the first has it', async () => {
    const [first, second, address] = [await anAgent(), await anAgent(), aGmailAccount()];
    await connect(first, address);

    expect(await connect(second, address)).toEqual(refused('mailboxTaken'));
    expect(await stored(address)).toMatchObject({ uid: first.uid, grantVersion: 1 });
  });
});

describe('a connection that stores nothing', () => {
  test('is one whose state is missing, forged or used before', async () => {
    const [agent, address] = [await anAgent(), aGmailAccount()];
    const answer = await consent(agent, address);

    expect(await finishConnection(world.app, { ...answer, state: undefined })).toEqual(
      refused('unknownState'),
    );
    expect(await finishConnection(world.app, { ...answer, state: 'forged' })).toEqual(
      refused('unknownState'),
    );
    expect(await stored(address)).toBeUndefined();

    await finishConnection(world.app, answer);
    expect(await finishConnection(world.app, answer)).toEqual(refused('unknownState'));
  });

  test('is one that took too long', async () => {
    const [agent, address] = [await anAgent(), aGmailAccount()];
    const answer = await consent(agent, address);
    const late = new Date(Date.now() + 31 * 60_000);

    const outcome = await finishConnection(
      { ...world.app, clock: { ...world.app.clock, now: () => late } },
      answer,
    );

    expect(outcome).toEqual(refused('unknownState'));
    expect(await stored(address)).toBeUndefined();
  });

  test('is one that the person denied', async () => {
    const [agent, address] = [await anAgent(), aGmailAccount()];
    expect(await finishConnection(world.app, await consent(agent, address, { deny: true }))).toEqual(
      refused('denied'),
    );
    expect(await stored(address)).toBeUndefined();
  });

  test('is one that Google ended', async () => {
    const [agent, address] = [await anAgent(), aGmailAccount()];
    const { state } = await consent(agent, address);
    const answer = { state, error: 'admin_policy_enforced' };
    expect(await finishConnection(world.app, answer)).toEqual(refused('endedByGoogle'));
  });

  test('is one with an unticked scope', async () => {
    const [agent, address] = [await anAgent(), aGmailAccount()];
    const answer = await consent(agent, address, { untick: ['gmail.send'] });
    expect(await finishConnection(world.app, answer)).toEqual(refused('scopesMissing'));
    expect(await stored(address)).toBeUndefined();
  });

  test('is one whose code Google does not accept', async () => {
    const [agent, address] = [await anAgent(), aGmailAccount()];
    const answer = { ...(await consent(agent, address)), code: 'forged' };
    expect(await finishConnection(world.app, answer)).toEqual(refused('codeRejected'));
    expect(await stored(address)).toBeUndefined();
  });
});
