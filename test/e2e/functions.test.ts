import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { Agents } from '../support/stack/agents.ts';
import { callFunction } from '../support/stack/callFunction.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';

let stack: Stack;
let db: Firestore;
let agents: Agents;
const logged: string[] = [];

beforeAll(async () => {
  stack = await startStack({ onLine: (line) => logged.push(line) });
  db = new Firestore({ projectId: stack.projectId });
  agents = new Agents(stack, db);
});
afterAll(async () => {
  await Promise.all([stack.stop(), db.terminate()]);
});

/** What Pub/Sub posts to a push endpoint. */
function push(path: string, payload: string) {
  return fetch(`${stack.functions.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      message: { data: Buffer.from(payload).toString('base64'), messageId: '1', publishTime: new Date() },
      subscription: `projects/${stack.projectId}/subscriptions/s`,
    }),
  });
}

describe('a notification that redelivery cannot help', () => {
  test.each([
    ['no JSON', 'not json', 'notJson'],
    ['no address', '{"historyId":"1"}', 'wrongFields'],
    ['an absurd history id', '{"emailAddress":"a@example.com","historyId":"-5"}', 'wrongFields'],
    ['an unknown mailbox', `{"emailAddress":"${anAddress()}","historyId":"5"}`, 'unknown'],
  ])('%s: is acknowledged and logged with its reason', async (_, payload, reason) => {
    logged.length = 0;
    const response = await push('/gmailPush', payload);
    expect(response.status).toBe(204);
    await eventually('it is logged', () =>
      logged
        .map((line) => JSON.parse(line))
        .some((line) => line.event === 'pushIgnored' && line.reason === reason),
    );
  });

  test('is taken at the alias path, too', async () => {
    expect((await push('/api/webhooks/gmail', 'not json')).status).toBe(204);
  });

  test('a job that is none is acknowledged', async () => {
    expect((await push('/syncWorker', '{"type":"unheard-of"}')).status).toBe(204);
  });
});

describe('a callable', () => {
  test('can be called from a browser: its preflight is answered', async () => {
    const response = await fetch(`${stack.functions.url}/getSyncStatus`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://crm.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://crm.example');
  });
});

describe('the consent redirect', () => {
  const callback = (query: string) => fetch(`${stack.functions.url}/api/google/callback${query}`);

  test.each(['', '?state=forged&code=x', '?state=a&state=b&code=x'])(
    'with no state of ours (%j) is answered with a page that a person understands',
    async (query) => {
      const response = await callback(query);
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toMatch('text/html');
      expect(await response.text()).toContain('This link is no longer valid');
    },
  );

  test('that was denied says so, and that nothing was stored', async () => {
    const { email, idToken } = await agents.anAgent();
    stack.gmail.addAccount({ address: email });
    const answer = await callFunction(stack, 'connectGmail', {}, idToken);
    const url = typeof answer === 'object' && answer !== null && 'url' in answer ? String(answer.url) : '';
    const response = await fetch(await stack.gmail.oauth.consent(url, { account: email, deny: true }));
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('Nothing was stored');
  });
});

describe('the server', () => {
  test('says at an unknown path which functions there are', async () => {
    const response = await fetch(`${stack.functions.url}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('/gmailPush');
  });

  test('survives a path that is no URL', async () => {
    const { port } = new URL(stack.functions.url);
    const socket = connect(Number(port), '127.0.0.1').end(
      'GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404/);
  });

  test('refuses a poll with a number that is none', async () => {
    const headers = { authorization: `Bearer ${stack.cronSecret}` };
    const response = await fetch(`${stack.functions.url}/pollMailboxes?quietSeconds=soon`, { headers });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('quietSeconds');
  });

  test('answers a poll, renewals and audits with how they ended and what they have queued', async () => {
    const headers = { authorization: `Bearer ${stack.cronSecret}` };
    const call = async (name: string): Promise<unknown> =>
      (await fetch(`${stack.functions.url}${name}`, { headers })).json();
    expect(await call('/api/cron/gmail-sync?quietSeconds=0')).toEqual({
      outcome: 'finished',
      queued: expect.any(Number),
      paused: 0,
      stuck: 0,
      leaving: 0,
      histories: 0,
      imports: 0,
      audits: 0,
      relays: 0,
      failed: 0,
    });
    expect(await call('/renewWatches')).toMatchObject({ outcome: 'finished', queued: 0, lapsed: 0 });
    expect(await call('/auditMailboxes')).toEqual({ outcome: 'finished', queued: 0, failed: 0 });
    await eventually('it is logged', () => logged.some((line) => line.includes('"event":"pollFinished"')));
  });

  test.each([{}, { authorization: 'Bearer wrong' }])(
    'polls for nobody without the secret (%j)',
    async (headers) => {
      const response = await fetch(`${stack.functions.url}/pollMailboxes`, { headers });
      expect(response.status).toBe(401);
    },
  );
});
