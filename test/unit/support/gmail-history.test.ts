import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { restClient } from '../../support/gmail/restClient.ts';

let simulator: GmailSimulator;
let clock = Date.parse('2026-05-01T00:00:00Z');
let next = 0;

beforeAll(async () => {
  simulator = await GmailSimulator.start({ now: () => new Date(clock) });
});
afterAll(() => simulator.close());

function mailbox() {
  next += 1;
  const account = simulator.addAccount({ address: `history${next}@example.com` });
  return { account, rest: restClient(simulator, account.address), start: account.historyId };
}

const bob = { from: 'bob@x.org', to: 'ann@example.com', subject: 'Hello', text: 'Hi' };

test('each change is a record with its typed array, and ids rise with gaps', async () => {
  const { account, rest, start } = mailbox();
  const { id, threadId } = account.deliver(bob);
  account.modify(id, { add: ['STARRED'], remove: ['UNREAD'] });
  account.delete(id);
  const page = await rest.history(start);
  const ref = { id, threadId };
  expect(page.historyId).toBe(account.historyId);
  expect(page.history?.map(({ id: _, ...record }) => record)).toEqual([
    { messages: [ref], messagesAdded: [{ message: { ...ref, labelIds: ['INBOX', 'UNREAD'] } }] },
    {
      messages: [ref],
      labelsRemoved: [{ message: { ...ref, labelIds: ['INBOX'] }, labelIds: ['UNREAD'] }],
    },
    {
      messages: [ref],
      labelsAdded: [{ message: { ...ref, labelIds: ['INBOX', 'STARRED'] }, labelIds: ['STARRED'] }],
    },
    { messages: [ref], messagesDeleted: [{ message: { ...ref, labelIds: ['INBOX', 'STARRED'] } }] },
  ]);
  const ids = [start, ...(page.history ?? []).map((record) => record.id)].map(BigInt);
  expect(ids).toEqual([...ids].sort((a, b) => (a < b ? -1 : 1)));
  expect(start).toMatch(/^\d{17,19}$/);
});

test('a change that changes nothing leaves no record', async () => {
  const { account, rest } = mailbox();
  const { id, historyId } = account.deliver(bob);
  account.modify(id, { add: ['INBOX'], remove: ['STARRED'] });
  expect(await rest.history(historyId)).toEqual({ historyId });
});

test('pages hold maxResults records, and every record is on one of them', async () => {
  const { account, rest, start } = mailbox();
  const delivered = account.seed(7, () => bob, { history: true }).map(({ id }) => id);
  const listed: (string | undefined)[] = [];
  const sizes: number[] = [];
  let token = '';
  do {
    const page = await rest.history(start, `maxResults=3&pageToken=${token}`);
    sizes.push(page.history?.length ?? 0);
    listed.push(...(page.history ?? []).map(({ messages }) => messages[0]?.id));
    token = page.nextPageToken ?? '';
  } while (token !== '');
  expect(sizes).toEqual([3, 3, 1]);
  expect(listed).toEqual(delivered);
});

test('a page token is good for its mailbox and start id, and for no other', async () => {
  const { account, rest, start } = mailbox();
  const { historyId } = account.deliver(bob);
  account.seed(5, () => bob, { history: true });
  const other = mailbox();
  const { nextPageToken } = await rest.history(start, 'maxResults=2');
  const status = async (client: typeof rest, from: string, token = nextPageToken) =>
    (await client.call('GET', `history?startHistoryId=${from}&pageToken=${token}`)).status;
  expect(await status(rest, start)).toBe(200);
  expect(await status(rest, historyId)).toBe(400);
  expect(await status(other.rest, other.start)).toBe(400);
  expect(await status(rest, start, 'nonsense')).toBe(400);
});

test('types and a label narrow the listing', async () => {
  const { account, rest, start } = mailbox();
  const { id } = account.deliver(bob);
  account.sent(bob);
  account.trash(id);
  const kinds = async (query: string) =>
    ((await rest.history(start, query)).history ?? []).map((record) => Object.keys(record)[2]);
  expect(await kinds('historyTypes=messageAdded')).toEqual(['messagesAdded', 'messagesAdded']);
  expect(await kinds('historyTypes=labelAdded&historyTypes=labelRemoved')).toEqual([
    'labelsRemoved',
    'labelsAdded',
  ]);
  expect(await kinds('labelId=TRASH')).toEqual(['labelsAdded']);
});

test('an expired start id is a 404 with the bare text, ids given later are good', async () => {
  const { account, rest, start } = mailbox();
  const before = account.deliver(bob).historyId;
  account.expireHistory();
  for (const old of [start, before, '1', '18446744073709551615']) {
    const { status, body } = await rest.call('GET', `history?startHistoryId=${old}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({
      error: { message: 'Requested entity was not found.', errors: [{ reason: 'notFound' }] },
    });
  }
  const { historyId } = await rest.profile();
  const { id } = account.deliver(bob);
  expect((await rest.history(historyId)).history).toMatchObject([{ messages: [{ id }] }]);
});

test('the horizon can be any id: from there on history is whole', async () => {
  const { account, rest, start } = mailbox();
  const horizon = account.deliver(bob).historyId;
  const { id } = account.deliver(bob);
  account.expireHistory(horizon);
  expect((await rest.call('GET', `history?startHistoryId=${start}`)).status).toBe(404);
  expect((await rest.history(horizon)).history).toMatchObject([{ messages: [{ id }] }]);
});

test.each(['startHistoryId=abc', 'maxResults=5', 'startHistoryId=12.5'])('%s is a 400', async (query) => {
  const { rest } = mailbox();
  expect((await rest.call('GET', `history?${query}`)).status).toBe(400);
});

test('while history lags, the list is empty and tells an older id than the notification did', async () => {
  const { account, rest, start } = mailbox();
  account.historyTraps.lag.lists = 2;
  const { historyId, id } = account.deliver(bob);
  for (let call = 0; call < 2; call += 1) {
    expect(await rest.history(start)).toEqual({ historyId: start });
  }
  expect(await rest.history(start)).toMatchObject({ historyId, history: [{ messages: [{ id }] }] });
});

test('a lag in time ends with the time', async () => {
  const { account, rest, start } = mailbox();
  account.deliver(bob);
  account.historyTraps.lag.ms = 2000;
  clock += 5000;
  const shown = account.historyId;
  account.deliver(bob);
  const during = await rest.history(start);
  expect(during.history).toHaveLength(1);
  expect(during.historyId).toBe(shown);
  clock += 2000;
  expect((await rest.history(start)).history).toHaveLength(2);
});

test('pages can be empty and still lead on', async () => {
  const { account, rest, start } = mailbox();
  account.seed(3, () => bob, { history: true });
  account.historyTraps.emptyPages = true;
  const counts: (number | undefined)[] = [];
  let token = '';
  do {
    const page = await rest.history(start, `maxResults=2&pageToken=${token}`);
    counts.push(page.history?.length);
    token = page.nextPageToken ?? '';
  } while (token !== '');
  expect(counts).toEqual([undefined, 2, undefined, 1]);
});

test('records can come in a wrong order and without labels, but all of them and each once', async () => {
  const { account, rest, start } = mailbox();
  const delivered = account.seed(12, () => bob, { history: true }).map(({ id }) => id);
  Object.assign(account.historyTraps, { outOfOrder: true, withoutLabels: true });
  const first = await rest.history(start, 'maxResults=3');
  account.deliver(bob);
  const second = await rest.history(start, `pageToken=${first.nextPageToken}`);
  const changes = [...(first.history ?? []), ...(second.history ?? [])].flatMap(
    (record) => record.messagesAdded ?? [],
  );
  const ids = changes.map(({ message }) => message.id);
  expect(ids).not.toEqual(delivered);
  expect([...ids].sort()).toEqual([...delivered].sort());
  expect(changes.every(({ message }) => message.labelIds === undefined)).toBe(true);
});
