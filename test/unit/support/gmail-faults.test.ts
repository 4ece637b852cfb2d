import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { googleErrors } from '../../support/gmail/googleError.ts';
import { restClient } from '../../support/gmail/restClient.ts';

let simulator: GmailSimulator;
let clock: number;

beforeEach(async () => {
  clock = Date.parse('2026-05-01T00:00:00Z');
  simulator = await GmailSimulator.start({ now: () => new Date(clock) });
});
afterEach(() => simulator.close());

function mailbox(address = 'ann@example.com') {
  const account = simulator.addAccount({ address });
  return { account, rest: restClient(simulator, address), usage: account.usage };
}

const bob = { from: 'bob@x.org', to: 'ann@example.com', subject: 'Hello' };
const raw = Buffer.from('To: bob@x.org\r\n\r\nHi').toString('base64url');

test('a fault hits the calls it names, after those it skips, as often as it says', async () => {
  const { rest } = mailbox();
  const other = mailbox('eve@example.com').rest;
  const fault = { method: 'getProfile', account: 'Ann@example.com', skip: 1, times: 2 } as const;
  simulator.faults.add({ ...fault, reply: googleErrors.backend() });
  const status = async (client: typeof rest) => (await client.call('GET', 'profile')).status;
  expect((await rest.call('GET', 'labels')).status).toBe(200);
  expect(await status(other)).toBe(200);
  expect([await status(rest), await status(rest), await status(rest), await status(rest)]).toEqual([
    200, 503, 503, 200,
  ]);
  expect(simulator.faults.pending).toEqual([]);
});

test('a fault before the effect prevents it, one after it only loses the answer', async () => {
  const { account, rest, usage } = mailbox();
  simulator.faults.add({ method: 'messages.send', reply: 'close' });
  await expect(rest.call('POST', 'messages/send', { raw })).rejects.toThrow();
  expect(account.messages()).toHaveLength(0);
  simulator.faults.add({ method: 'messages.send', when: 'after', reply: 'close' });
  await expect(rest.call('POST', 'messages/send', { raw })).rejects.toThrow();
  expect(account.messages()).toHaveLength(1);
  simulator.faults.add({
    method: 'messages.send',
    when: 'after',
    reply: { status: 502, body: 'Bad gateway' },
  });
  const response = await fetch(`${simulator.url}/gmail/v1/users/me/messages/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${rest.accessToken}` },
    body: JSON.stringify({ raw }),
  });
  expect([response.status, await response.text()]).toEqual([502, 'Bad gateway']);
  expect(account.messages()).toHaveLength(2);
  expect(usage.calls.map(({ status }) => status)).toEqual([0, 0, 502]);
});

test('a call can hang until the caller gives up', async () => {
  const { rest } = mailbox();
  simulator.faults.add({ method: '*', reply: 'hang' });
  const headers = { authorization: `Bearer ${rest.accessToken}` };
  const signal = AbortSignal.timeout(50);
  const hanging = fetch(`${simulator.url}/gmail/v1/users/me/profile`, { headers, signal });
  await expect(hanging).rejects.toThrow('timeout');
  expect((await rest.profile()).emailAddress).toBe('ann@example.com');
});

test('latency and delays make calls late, live', async () => {
  const { rest } = mailbox();
  const taken = async () => {
    const start = performance.now();
    await rest.profile();
    return performance.now() - start;
  };
  simulator.latency.set(60);
  expect(await taken()).toBeGreaterThanOrEqual(55);
  simulator.latency.set(0, 'getProfile');
  simulator.faults.add({ method: 'getProfile', delayMs: 80 });
  expect(await taken()).toBeGreaterThanOrEqual(75);
});

test('OAuth can fail too', async () => {
  simulator.faults.add({ method: 'oauth.token', reply: { status: 503, body: { error: 'backend_error' } } });
  expect((await fetch(simulator.oauth.tokenUrl, { method: 'POST' })).status).toBe(503);
});

test('every call is charged to its account by the table', async () => {
  const { account, rest, usage } = mailbox();
  const { id, threadId } = account.deliver(bob);
  mailbox('eve@example.com');
  await rest.list();
  await rest.get(id);
  await rest.call('GET', `threads/${threadId}`);
  await rest.history(account.historyId);
  await rest.call('GET', 'messages/123');
  expect(usage.calls.map(({ method, units, status }) => [method, units, status])).toEqual([
    ['messages.list', 5, 200],
    ['messages.get', 20, 200],
    ['threads.get', 40, 200],
    ['history.list', 2, 200],
    ['messages.get', 20, 404],
  ]);
  expect(usage.units).toBe(87);
  expect(usage.count('messages.get')).toBe(2);
  expect(simulator.usage('eve@example.com').units).toBe(0);
  usage.reset();
  expect(usage.calls).toEqual([]);
});

test.each([
  ['userRateLimitExceeded', 403, 'userRateLimitExceeded'],
  ['rateLimitExceeded', 403, 'rateLimitExceeded'],
  ['tooManyRequests', 429, 'rateLimitExceeded'],
] as const)(
  'over the limit of a rolling minute, %s is a %i until units come free',
  async (refuseWith, status, reason) => {
    const { rest, usage } = mailbox();
    Object.assign(simulator.quota, { enforced: true, unitsPerMinute: 10, refuseWith });
    await rest.list();
    clock += 30_000;
    await rest.list();
    const refused = await rest.call('GET', 'messages');
    expect(refused.status).toBe(status);
    expect(refused.body).toMatchObject({
      error: { code: status, errors: [{ domain: 'usageLimits', reason, message: expect.any(String) }] },
    });
    expect(usage.calls.at(-1)).toMatchObject({ units: 0, status });
    clock += 30_000;
    expect((await rest.call('GET', 'messages')).status).toBe(200);
    expect((await rest.call('GET', 'messages')).status).toBe(status);
  },
);
