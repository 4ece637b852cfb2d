import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import type { FaultReply } from '../support/gmail/faults.ts';
import { callFunction } from '../support/stack/callFunction.ts';
import { everyDocument } from '../support/stack/everyDocument.ts';
import { findLeaks } from '../support/stack/findLeaks.ts';
import { SecretStage } from '../support/stack/secretStage.ts';

const stage = new SecretStage();
const { grants, pendingVerifiers, mail, addresses, logged } = stage;

beforeAll(() => stage.start());
afterAll(() => stage.stop());

/** Every text that Google knows and might tell in an error: the agent's address and the newest token. */
const telltale = (email: string) => `Bad: ${email} with ${stage.stack.gmail.oauth.grants.issued.at(-1)}`;

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${stage.stack.functions.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

const pushed = (payload: string) =>
  JSON.stringify({
    message: { data: Buffer.from(payload).toString('base64'), messageId: '1', publishTime: new Date() },
    subscription: `projects/${stage.stack.projectId}/subscriptions/s`,
  });

describe('what happens to mail', () => {
  test('a connection that is begun and never finished', async () => {
    const { codeVerifier } = await stage.beginConnection(await stage.agent());
    pendingVerifiers.keep('a pending code verifier', codeVerifier);
  });

  test('a push, a poll, changed labels, a deletion and a stranger', async () => {
    const { account, aMail, hasMessages, messages, mailboxId, email } = await stage.connectedAgent();
    const second = account.deliver(aMail());
    await hasMessages(2);

    const label = account.labels.create(mail.word('a label'));
    account.modify(second.id, { add: [label.id], remove: ['UNREAD'] });
    account.deliver(mail.mail({ from: addresses.keep("a stranger's address", anAddress()), to: email }));
    await stage.logs('messageSkipped', { mailboxId, reason: 'no-contact' });

    stage.stack.gmail.notifications.drop(1, email);
    account.deliver(aMail());
    await fetch(`${stage.stack.functions.url}/pollMailboxes?quietSeconds=0`, {
      headers: { authorization: `Bearer ${stage.stack.cronSecret}` },
    });
    await hasMessages(3);
    account.delete(second.id);
    await eventually('it is deleted and labelled', async () =>
      (await messages()).some(({ deletedAt, copies }) => {
        return deletedAt !== null && copies[mailboxId]?.labels.includes(label.id);
      }),
    );
    await stage.logs('syncStarted', { mailboxId });
  });

  test('a history that has expired', async () => {
    const { account, aMail, hasMessages, mailboxId } = await stage.connectedAgent();
    stage.stack.gmail.notifications.hold();
    account.deliver(aMail());
    account.expireHistory();
    stage.stack.gmail.notifications.release();
    account.deliver(aMail());
    await stage.logs('recoveryFinished', { mailboxId });
    await hasMessages(3);
  });
});

describe('what Gmail does wrong', () => {
  const asJson = { 'content-type': 'application/json' };
  /** Of the answer, something is secret. */
  const mishaps: readonly (readonly [string, number, (secret: string, email: string) => FaultReply])[] = [
    ['a message in a wrong shape', 1, (secret) => ({ status: 200, body: { id: [secret], payload: secret } })],
    ['a body that is cut', 1, (secret) => ({ status: 200, headers: asJson, body: `{"snippet":"${secret}` })],
    ['a body that is none', 1, (secret) => ({ status: 200, headers: asJson, body: secret })],
    ['a page of html', 4, (secret) => ({ status: 502, body: `<html>${secret}</html>` })],
    ['an internal error', 4, (_, email) => errorReply(500, 'backendError', telltale(email))],
    ['a refusal', 1, (_, email) => errorReply(400, 'invalidArgument', telltale(email))],
    ['an unheard-of reason', 1, (_, email) => errorReply(403, 'unheardOf', telltale(email))],
    ['a rate limit', 1, (_, email) => errorReply(429, 'rateLimitExceeded', telltale(email), soon())],
    ['a cut connection', 4, () => 'close'],
  ];

  const soon = () => ` Retry after ${new Date(Date.now() + 1_000).toISOString()}`;

  function errorReply(code: number, reason: string, message: string, more = ''): FaultReply {
    const told = `${message}${more}`;
    return { status: code, body: { error: { code, message: told, errors: [{ message: told, reason }] } } };
  }

  test.each(mishaps)('%s', async (_, times, reply) => {
    const { account, aMail, mailbox, email } = await stage.connectedAgent();
    const failing = { account: email, times, reply: reply(mail.word("an answer's text"), email) };
    stage.stack.gmail.faults.add({ ...failing, method: 'messages.get' });
    account.deliver(aMail());
    await eventually('it has gone wrong', async () => (await mailbox()).lastError !== null);
    stage.stack.gmail.faults.clear();
  });

  test('a grant that was revoked', async () => {
    const { account, aMail, mailboxId, email } = await stage.connectedAgent();
    stage.stack.gmail.oauth.revokeGrant(email);
    account.deliver(aMail());
    await stage.logs('grantRevoked', { mailboxId });
  });

  test.each<[string, (secret: string) => FaultReply]>([
    ['refuses the client', (secret) => ({ status: 401, body: wrong('invalid_client', secret) })],
    ['refuses the code', (secret) => ({ status: 400, body: wrong('invalid_grant', secret) })],
    ['fails with an error of its own', (secret) => ({ status: 400, body: wrong(secret, secret) })],
    ['answers tokens in a wrong shape', (secret) => ({ status: 200, body: { access_token: [secret] } })],
    ['answers tokens that are cut', (secret) => ({ status: 200, headers: asJson, body: `{"x":"${secret}` })],
    ['has an outage', (secret) => ({ status: 503, body: `<html>${secret}</html>` })],
  ])('a token endpoint that %s', async (_, reply) => {
    const agent = await stage.agent();
    stage.stack.gmail.addAccount({ address: agent.email });
    const back = await stage.consent(agent);
    const secret = grants.keep('an answered token', `1//0${randomBytes(48).toString('base64url')}`);
    stage.stack.gmail.faults.add({ method: 'oauth.token', times: 4, reply: reply(secret) });
    expect((await fetch(back)).status).toBeGreaterThanOrEqual(400);
    stage.stack.gmail.faults.clear();
  });

  const wrong = (error: string, secret: string) => ({ error, error_description: `Bad ${secret}` });
});

describe('what callers do wrong', () => {
  const secretFields = () => {
    const word = () => mail.word("a caller's text");
    const [loginHint, name, value] = [word(), word(), word()];
    return { loginHint, [name]: value, nested: [{ text: word() }] };
  };

  test.each<[string, () => string]>([
    ['fields that are wrong', () => JSON.stringify({ data: secretFields() })],
    ['no data', () => JSON.stringify(secretFields())],
    ['data and more', () => JSON.stringify({ data: {}, ...secretFields() })],
    ['text for data', () => JSON.stringify({ data: mail.word("a caller's text") })],
    [
      'a type that nobody knows',
      () => JSON.stringify({ data: { '@type': mail.word("a caller's text"), ...secretFields() } }),
    ],
    ['no JSON', () => `${mail.word("a caller's text")} is not JSON`],
    ['JSON that is cut', () => JSON.stringify({ data: secretFields() }).slice(0, -4)],
    ['nothing', () => ''],
  ])('a call with %s', async (_, body) => {
    const { idToken } = await stage.agent();
    const headers = { authorization: `Bearer ${idToken}` };
    const { status } = await post('/connectGmail', body(), headers);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  test('a call with a content type that is none', async () => {
    const type = { 'content-type': `text/${mail.word("a caller's text")}` };
    expect((await post('/connectGmail', mail.word("a caller's text"), type)).status).toBe(400);
  });

  test.each<[string, (word: string) => string]>([
    ['no token', (word) => word],
    ['a token of three parts', (word) => `${word}.${word}.${word}`],
    ['a token with claims', (word) => jwt({ alg: 'none' }, { sub: word, email: word, name: word })],
    ['a token with another key', (word) => jwt({ alg: 'RS256', kid: word }, { sub: word })],
  ])('a call with %s', async (_, token) => {
    const forged = { authorization: `Bearer ${token(grants.word('a forged token'))}` };
    expect((await post('/getSyncStatus', '{"data":{}}', forged)).status).toBe(401);
    expect((await post('/pollMailboxes', '{}', forged)).status).toBe(401);
  });

  const jwt = (...parts: object[]) =>
    `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

  test.each<[string, (word: string) => string]>([
    ['a notification that is no JSON', (word) => pushed(word)],
    [
      'a notification with a history id that is none',
      (word) => pushed(JSON.stringify({ emailAddress: 'a@b', historyId: word })),
    ],
    [
      'a notification of a strange mailbox',
      (word) => pushed(JSON.stringify({ emailAddress: `${word}@example.com`, historyId: 7 })),
    ],
    [
      'a notification with more in it',
      (word) => pushed(JSON.stringify({ emailAddress: 'a@b', historyId: 7, [word]: word })),
    ],
    [
      'a message without data',
      (word) => JSON.stringify({ message: { attributes: { [word]: word } }, subscription: word }),
    ],
    ['no message', (word) => JSON.stringify({ [word]: word })],
    ['no JSON', (word) => word],
    ['JSON that is cut', (word) => `{"message":{"data":"${word}`],
  ])('a push with %s', async (_, body) => {
    const response = await post('/gmailPush', body(grants.word('a forged notification')));
    await response.text();
    const job = await post('/syncWorker', body(grants.word('a forged job')));
    expect([response.status, job.status].every((status) => status >= 200 && status < 500)).toBe(true);
  });

  test.each<[string, (word: string) => string]>([
    ['a forged state', (word) => `code=${word}&state=${word}`],
    ['a forged state, and more', (word) => `code=4/0A${word}&state=${word}&scope=${word}&${word}=${word}`],
    ['an error that nobody knows', (word) => `error=${word}&error_description=${word}&state=${word}`],
    ['everything twice', (word) => `code=${word}&code=${word}&state=${word}&state=${word}`],
    ['a broken encoding', (word) => `code=%E0%A4%A&state=${word}`],
  ])('a redirect with %s', async (_, query) => {
    const path = `/oauthCallback?${query(grants.word('a forged redirect'))}`;
    const page = await fetch(`${stage.stack.functions.url}${path}`);
    expect(page.status).toBe(400);
    await post(path, query(grants.word('a forged redirect')));
    await fetch(`${stage.stack.functions.url}/nothing${path}`);
  });
});

describe('what nobody foresees', () => {
  test('documents that are broken', async () => {
    const { account, aMail, messages, mailboxId, uid, idToken } = await stage.connectedAgent();
    const broken = () => mail.word('a broken document');
    const [message] = await messages();
    const grant = (await paths.credential(stage.db, mailboxId).get()).data() ?? {};

    // A grant of another version is opened anew.
    await paths.mailbox(stage.db, mailboxId).update({ grantVersion: 2 });
    await paths.credential(stage.db, mailboxId).set({ ...grant, sealed: broken(), grantVersion: 2 });
    account.deliver(aMail());
    await stage.logs('syncFailed', { mailboxId, code: 'undecryptable' });
    await paths.credential(stage.db, mailboxId).set({ ...grant, grantVersion: 2 });

    const ref = stage.db.collection('messages').doc(message?.messageId ?? '');
    await ref.update({ envelope: broken(), labels: broken() });
    account.modify(message?.copies[mailboxId]?.gmailId ?? '', { remove: ['UNREAD'] });
    await stage.logs('syncFailed', { mailboxId, code: 'unexpected' });
    await stage.logs('eventFailed');
    await ref.delete();

    await paths.mailbox(stage.db, mailboxId).update({ status: broken() });
    await callFunction(stage.stack, 'getSyncStatus', {}, idToken);
    await stage.logs('documentUnreadable', { mailboxId });
    await paths.user(stage.db, uid).update({ locationIds: { [broken()]: broken() }, email: [broken()] });
    await expect(callFunction(stage.stack, 'connectGmail', {}, idToken)).rejects.toMatchObject({
      status: 'INTERNAL',
    });
    await stage.logs('unexpectedFailure', { function: 'connectGmail' });
    await Promise.all([paths.user(stage.db, uid).delete(), paths.mailbox(stage.db, mailboxId).delete()]);
  });
});

describe('afterwards', () => {
  test('no log line has any of it', async () => {
    for (const token of stage.stack.gmail.oauth.grants.issued) grants.keep('a code or token', token);
    await stage.stack.functions.stop();
    const kept = [...grants.all, ...pendingVerifiers.all, ...mail.all, ...addresses.all];
    expect(kept.length).toBeGreaterThan(200);
    expect(findLeaks(logged, kept)).toEqual([]);
  });

  test('no document has a grant, and none but the mail itself what people wrote', async () => {
    const documents = await everyDocument(stage.db);
    const collectionOf = (path: string) => path.split('/').at(-2) ?? '';
    const found = new Set(documents.map(({ path }) => collectionOf(path)));
    const known = [...WITH_MAIL, ...WITHOUT_MAIL, 'oauthStates'];
    // Which counters of operations there are at the end, depends on what has been going on.
    expect(new Set([...found].filter((name) => !OPERATIONAL.includes(name)))).toEqual(
      new Set(known.filter((name) => !OPERATIONAL.includes(name))),
    );

    const textsOf = (collections: readonly string[]) =>
      documents.filter(({ path }) => collections.includes(collectionOf(path))).map(({ text }) => text);

    expect(findLeaks(textsOf([...WITH_MAIL, ...WITHOUT_MAIL, 'oauthStates']), grants.all)).toEqual([]);
    expect(findLeaks(textsOf([...WITHOUT_MAIL, 'oauthStates']), mail.all)).toEqual([]);
    expect(findLeaks(textsOf([...WITH_MAIL, ...WITHOUT_MAIL]), pendingVerifiers.all)).toEqual([]);
    // It looks where there is something to be found.
    expect(findLeaks(textsOf(['messages']), mail.all)).not.toEqual([]);
    expect(findLeaks(textsOf(['oauthStates']), pendingVerifiers.all)).toHaveLength(1);
  });
});

const WITH_MAIL = ['messages', 'conversations', 'contacts'];
const OPERATIONAL = ['quota', 'rounds'];
const WITHOUT_MAIL = [
  ...['mailboxes', 'ledger', 'runs', 'credentials', 'users', 'locations', 'rateLimits'],
  ...OPERATIONAL,
];
