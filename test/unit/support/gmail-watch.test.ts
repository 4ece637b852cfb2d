import { afterEach, expect, test } from '@jest/globals';
import { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { restClient } from '../../support/gmail/restClient.ts';

const TOPIC = 'projects/crm/topics/gmail-sync';
const bob = { from: 'bob@x.org', to: 'ann@example.com', subject: 'Hello' };
let simulator: GmailSimulator;

afterEach(() => simulator.close());

async function watched(watch: object | null = {}) {
  const published: { topic: string; text: string }[] = [];
  const time = { now: Date.parse('2026-05-01T00:00:00Z') };
  simulator = await GmailSimulator.start({
    now: () => new Date(time.now),
    publish: async (topic, payload) => {
      published.push({ topic, text: payload.toString() });
    },
  });
  const account = simulator.addAccount({ address: 'ann@example.com' });
  const rest = restClient(simulator, account.address);
  const answer = watch && (await rest.watch(TOPIC, watch));
  return { account, rest, published, time, answer, notifications: simulator.notifications };
}

const payload = (historyId: string) => ({
  topic: TOPIC,
  text: JSON.stringify({ emailAddress: 'ann@example.com', historyId }),
});

test('a watch tells its id and its end, and notifies at once', async () => {
  const { account, answer, published, time } = await watched();
  expect(answer).toEqual({ historyId: account.historyId, expiration: String(time.now + 7 * 86_400_000) });
  expect(published).toEqual([payload(account.historyId)]);
});

test('without a watch nothing is published', async () => {
  const { account, published, notifications } = await watched(null);
  account.deliver(bob);
  await notifications.idle();
  expect(published).toEqual([]);
});

test('every operation notifies once, with the id after it', async () => {
  const { account, rest, published, notifications } = await watched();
  published.length = 0;
  const [a, b] = [account.deliver(bob), account.deliver(bob)];
  const ids = [a.id, b.id];
  await rest.call('POST', 'messages/batchModify', {
    ids,
    removeLabelIds: ['UNREAD'],
    addLabelIds: ['STARRED'],
  });
  await notifications.idle();
  expect(published).toEqual([a.historyId, b.historyId, account.historyId].map(payload));
  await rest.call('POST', 'messages/batchModify', { ids, addLabelIds: ['STARRED'] });
  expect(published).toHaveLength(3);
});

test('the id can come as a number with all its digits', async () => {
  const { account, published, notifications } = await watched();
  notifications.historyIdAs = 'number';
  account.deliver(bob);
  expect(published.at(-1)?.text).toBe(`{"emailAddress":"ann@example.com","historyId":${account.historyId}}`);
});

test('a stopped or an expired watch is silent', async () => {
  const { account, rest, published, time } = await watched();
  published.length = 0;
  time.now += 7 * 86_400_000;
  account.deliver(bob);
  expect(published).toEqual([]);
  simulator.oauth.accessTokenLifetimeMs = 9e9;
  const later = restClient(simulator, account.address);
  await later.watch(TOPIC);
  expect((await rest.call('POST', 'stop')).status).toBe(401);
  expect((await later.call('POST', 'stop')).status).toBe(204);
  account.deliver(bob);
  expect(published).toHaveLength(1);
});

test('a watch to a second topic is refused until stop, a renewal is not', async () => {
  const { rest } = await watched();
  await rest.watch(TOPIC);
  const other = { topicName: 'projects/crm/topics/other' };
  const refused = await rest.call('POST', 'watch', other);
  expect(refused).toMatchObject({ status: 400, body: { error: { status: 'FAILED_PRECONDITION' } } });
  expect(JSON.stringify(refused.body)).toContain('Only one user push notification client allowed');
  await rest.call('POST', 'stop');
  expect((await rest.call('POST', 'watch', other)).status).toBe(200);
});

test('a topic that Gmail may not publish to refuses the watch and gets nothing', async () => {
  const { account, rest, published, notifications } = await watched();
  notifications.permitted = false;
  const { status, body } = await rest.call('POST', 'watch', { topicName: TOPIC });
  expect([status, body]).toMatchObject([403, { error: { errors: [{ reason: 'forbidden' }] } }]);
  expect(JSON.stringify(body)).toContain('User not authorized to perform this action');
  expect(JSON.stringify(body)).toContain(TOPIC);
  account.deliver(bob);
  expect(published).toHaveLength(1);
});

test('labels filter what is notified', async () => {
  const { account, published } = await watched({ labelIds: ['INBOX'], labelFilterBehavior: 'INCLUDE' });
  published.length = 0;
  account.sent(bob);
  expect(published).toEqual([]);
  account.deliver(bob);
  expect(published).toHaveLength(1);
  account.watch = account.watch && { ...account.watch, behavior: 'exclude' };
  account.deliver(bob);
  expect(published).toHaveLength(1);
});

test('notifications are dropped, doubled, delayed and held back as told', async () => {
  const { account, published, notifications } = await watched();
  published.length = 0;
  notifications.drop();
  account.deliver(bob);
  expect(published).toEqual([]);
  notifications.duplicate();
  const doubled = payload(account.deliver(bob).historyId);
  expect(published).toEqual([doubled, doubled]);
  notifications.delay(20);
  const late = payload(account.deliver(bob).historyId);
  const prompt = payload(account.deliver(bob).historyId);
  await notifications.idle();
  expect(published).toEqual([doubled, doubled, prompt, late]);
  notifications.hold();
  account.deliver(bob);
  expect(published).toHaveLength(4);
  notifications.release();
  expect(published).toHaveLength(5);
  expect(notifications.sent).toHaveLength(6);
});

test('more than one notification in the interval of a user is dropped', async () => {
  const { account, published, notifications, time } = await watched();
  notifications.minIntervalMs = 1000;
  account.deliver(bob);
  expect(published).toHaveLength(1);
  time.now += 1000;
  account.deliver(bob);
  account.deliver(bob);
  expect(published).toHaveLength(2);
});

test('a publish that fails is told to whoever waits', async () => {
  simulator = await GmailSimulator.start({ publish: () => Promise.reject(new Error('no topic')) });
  const account = simulator.addAccount({ address: 'ann@example.com' });
  await restClient(simulator, account.address).watch(TOPIC);
  await expect(simulator.notifications.idle()).rejects.toThrow('no topic');
  await expect(simulator.notifications.idle()).resolves.toBeUndefined();
});
