import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FunctionName } from '../../functions/registry.ts';
import { MailboxId } from '../../shared/domain/ids.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { Agents } from '../support/stack/agents.ts';
import { callFunction } from '../support/stack/callFunction.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';
import { Store } from '../support/store.ts';

let stack: Stack;
let db: Firestore;
let agents: Agents;

beforeAll(async () => {
  stack = await startStack();
  db = new Firestore({ projectId: stack.projectId });
  agents = new Agents(stack, db);
});
afterAll(async () => {
  await Promise.all([stack.stop(), db.terminate()]);
});

const unknownId = () => MailboxId.of(anAddress());

/** Why a call was refused. */
const refusalOf = (name: FunctionName, data: unknown, idToken?: string) =>
  callFunction(stack, name, data, idToken).then(
    () => 'not refused',
    (error: unknown) => error,
  );

describe('disconnectGmail', () => {
  const call = (data: unknown, idToken?: string) => callFunction(stack, 'disconnectGmail', data, idToken);

  test('refuses a caller without a token', async () => {
    await expect(call({ mailboxId: unknownId() })).rejects.toMatchObject({ status: 'UNAUTHENTICATED' });
  });

  test.each([
    ['mailboxId', {}],
    ['mailboxId', { mailboxId: 'a/path/of/another/document' }],
    ['mailboxId', { mailboxId: anAddress() }],
    ['deleteData', { mailboxId: unknownId(), deleteData: 'yes' }],
    ['keepData', { mailboxId: unknownId(), keepData: true }],
  ])('names %s when it is wrong: %j', async (field, data) => {
    const { idToken } = await agents.anAgent();
    await expect(call(data, idToken)).rejects.toMatchObject({
      status: 'INVALID_ARGUMENT',
      message: expect.stringContaining(field),
    });
  });

  test('tells nobody whether a mailbox that is not theirs exists, and leaves it alone', async () => {
    const [{ mailboxId }, stranger] = [await agents.aConnectedAgent(), await agents.anAgent()];
    const refusal = (id: string) =>
      refusalOf('disconnectGmail', { mailboxId: id, deleteData: true }, stranger.idToken);
    const theirs = await refusal(mailboxId);
    expect(theirs).toMatchObject({ status: 'NOT_FOUND', message: expect.stringContaining('getSyncStatus') });
    expect(await refusal(unknownId())).toEqual(theirs);
    expect(await new Store(db).mailbox(mailboxId)).not.toMatchObject({ status: 'disconnected' });
  });

  test('answers at once, and soon Google has ended the grant', async () => {
    const { email, idToken, account, mailboxId } = await agents.aConnectedAgent();
    const store = new Store(db);
    await eventually('it is live', async () => (await store.mailbox(mailboxId)).status === 'live');

    expect(await call({ mailboxId }, idToken)).toEqual({ status: 'disconnected' });

    expect(await callFunction(stack, 'getSyncStatus', {}, idToken)).toMatchObject({
      mailboxes: [{ mailboxId, emailAddress: email, status: 'disconnected' }],
    });
    await eventually('the disconnection is done', async () => {
      const mailbox = await store.mailbox(mailboxId);
      return mailbox.status === 'disconnected' && mailbox.leaving === null;
    });
    expect(account.usage.count('stop')).toBe(1);
    expect(stack.gmail.oauth.grants.scopesOf(email)).toEqual([]);
    expect(await call({ mailboxId, deleteData: true }, idToken)).toEqual({ status: 'disconnected' });
  });
});

describe.each([
  ['syncNow', {}],
  ['explainMessage', { gmailId: '18c2f0a1b2c3d4e5' }],
] as const)('%s', (name, others) => {
  test('refuses a caller without a token', async () => {
    const data = { mailboxId: unknownId(), ...others };
    expect(await refusalOf(name, data)).toMatchObject({ status: 'UNAUTHENTICATED' });
    expect(await refusalOf(name, data, 'forged')).toMatchObject({ status: 'UNAUTHENTICATED' });
  });

  test.each([
    ['mailboxId', {}],
    ['mailboxId', { mailboxId: 'a/path/of/another/document' }],
    ['uid', { mailboxId: unknownId(), uid: 'somebody' }],
  ])('names %s when it is wrong: %j', async (field, data) => {
    const { idToken } = await agents.anAgent();
    expect(await refusalOf(name, { ...others, ...data }, idToken)).toMatchObject({
      status: 'INVALID_ARGUMENT',
      message: expect.stringContaining(field),
    });
  });

  test('tells nobody whether a mailbox that is not theirs exists, in the words of disconnectGmail', async () => {
    const [{ mailboxId }, { idToken }] = [await agents.aConnectedAgent(), await agents.anAgent()];
    const theirs = await refusalOf(name, { mailboxId, ...others }, idToken);
    expect(theirs).toMatchObject({ status: 'NOT_FOUND' });
    expect(await refusalOf(name, { mailboxId: unknownId(), ...others }, idToken)).toEqual(theirs);
    expect(await refusalOf('disconnectGmail', { mailboxId }, idToken)).toEqual(theirs);
  });
});

describe('syncNow', () => {
  test('brings what nobody was told of, and says how much', async () => {
    const { idToken, mailboxId, store, mail } = await agents.anAgentWithNews();
    expect(await callFunction(stack, 'syncNow', { mailboxId }, idToken)).toEqual({
      outcome: 'synced',
      stored: 1,
      skipped: 0,
    });
    expect(await store.ledger(mailboxId)).toMatchObject({ [mail.id]: { state: 'stored' } });
  });

  test('asks to try again when Gmail does not answer, and tells nothing of our insides', async () => {
    const { email, idToken, mailboxId } = await agents.anAgentWithNews();
    stack.gmail.faults.add({ method: 'history.list', account: email, times: 3, reply: { status: 503 } });
    const refusal = await refusalOf('syncNow', { mailboxId }, idToken);
    expect(refusal).toMatchObject({
      status: 'UNAVAILABLE',
      message: expect.stringMatching(/Try again in a moment/),
    });
    expect(String(refusal)).not.toMatch(/history|503|SyncError|\.ts/);
  });

  test('tells in words what a repeat does not mend', async () => {
    const { idToken, mailboxId } = await agents.anAgentWithNews();
    await callFunction(stack, 'disconnectGmail', { mailboxId }, idToken);
    expect(await callFunction(stack, 'syncNow', { mailboxId }, idToken)).toEqual({
      outcome: 'blocked',
      stored: 0,
      skipped: 0,
      reason: 'disconnected',
      advice: expect.stringContaining('Connect it again'),
    });
  });
});

describe('explainMessage', () => {
  const TOLD = 'exactly one of gmailId, rfc822MessageId and query';

  test.each([
    ['nothing to explain', {}, TOLD],
    ['two at once', { gmailId: '18c2f0a1', query: 'boiler' }, TOLD],
    ['a path', { gmailId: '../../users/x' }, 'gmailId'],
    ['an empty query', { query: '  ' }, 'query'],
    ['a query of control characters', { query: 'a\u0000b' }, 'query'],
    ['an endless query', { query: 'x'.repeat(501) }, 'query'],
    ['a search behind a Message-ID', { rfc822MessageId: '<a@b> OR in:anywhere' }, 'rfc822MessageId'],
    ['a group', { rfc822MessageId: 'a@b}{in:anywhere' }, 'rfc822MessageId'],
    ['a quote', { rfc822MessageId: '"a@b' }, 'rfc822MessageId'],
  ])('refuses %s', async (_, mail, message) => {
    const { idToken } = await agents.anAgent();
    const data = { mailboxId: unknownId(), ...mail };
    expect(await refusalOf('explainMessage', data, idToken)).toMatchObject({
      status: 'INVALID_ARGUMENT',
      message: expect.stringContaining(message),
    });
  });

  test('tells a mail on its way from one that is stored, and from one that is not there', async () => {
    const { idToken, mailboxId, account, mail } = await agents.anAgentWithNews();
    const ask = (which: object) => callFunction(stack, 'explainMessage', { mailboxId, ...which }, idToken);
    const header = account.messages().find(({ id }) => id === mail.id)?.messageId;

    expect(await ask({ gmailId: mail.id })).toMatchObject({ outcome: 'pending', reason: 'newMail' });
    await callFunction(stack, 'syncNow', { mailboxId }, idToken);

    const stored = {
      outcome: 'stored',
      gmailId: mail.id,
      messageIds: [expect.any(String)],
      at: expect.any(String),
      advice: expect.any(String),
    };
    expect(await ask({ gmailId: mail.id })).toEqual(stored);
    expect(await ask({ rfc822MessageId: `<${header}>` })).toEqual(stored);
    expect(await ask({ query: 'subject:Boiler' })).toEqual(stored);
    expect(await ask({ query: 'subject:Tenancy' })).toEqual({
      outcome: 'notInGmail',
      advice: expect.any(String),
    });
  });
});
