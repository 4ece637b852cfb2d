import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import type { Account } from '../../support/gmail/account.ts';
import type { Fault } from '../../support/gmail/faults.ts';
import { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { googleErrors } from '../../support/gmail/googleError.ts';
import { restClient } from '../../support/gmail/restClient.ts';

let simulator: GmailSimulator;
let clock: number;
let account: Account;
let rest: ReturnType<typeof restClient>;

beforeEach(async () => {
  clock = Date.parse('2026-05-01T00:00:00Z');
  simulator = await GmailSimulator.start({ now: () => new Date(clock) });
  simulator.oauth.accessTokenLifetimeMs = 7 * 86_400_000;
  account = simulator.addAccount({ address: 'ann@example.com' });
  rest = restClient(simulator, account.address);
});
afterEach(() => simulator.close());

const mail = (lines: readonly string[] = [], body = 'Hi') =>
  Buffer.from(['To: bob@x.org', ...lines, '', body].join('\r\n'));

async function post(path: string, type: string, body: Buffer | string, signal?: AbortSignal) {
  const response = await fetch(`${simulator.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${rest.accessToken}`, 'content-type': type },
    body,
    ...(signal && { signal }),
  });
  return { status: response.status, body: Object(await response.json()) };
}

const PATH = '/gmail/v1/users/me/messages/send';

const asJson = (raw: Buffer, signal?: AbortSignal) =>
  post(PATH, 'application/json', JSON.stringify({ raw: raw.toString('base64url') }), signal);

const asUpload = (raw: Buffer, signal?: AbortSignal) => {
  const metadata =
    '--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n';
  const body = Buffer.concat([Buffer.from(metadata), raw, Buffer.from('\r\n--b--')]);
  return post(`/upload${PATH}?uploadType=multipart`, 'multipart/related; boundary=b', body, signal);
};

describe.each([
  ['JSON', asJson],
  ['an upload', asUpload],
])('a send as %s', (_, send) => {
  const lose = (fault: Omit<Fault, 'method'>) => simulator.faults.add({ method: 'messages.send', ...fault });
  const sent = () => account.messages().length;

  test('can have its effect and answer 503', async () => {
    lose({ when: 'after', reply: googleErrors.backend() });
    expect((await send(mail())).status).toBe(503);
    expect(sent()).toBe(1);
  });

  test('can have its effect and lose its connection', async () => {
    lose({ when: 'after', reply: 'close' });
    await expect(send(mail())).rejects.toThrow();
    expect(sent()).toBe(1);
  });

  test('can have its effect and never answer', async () => {
    lose({ when: 'after', reply: 'hang' });
    await expect(send(mail(), AbortSignal.timeout(200))).rejects.toThrow('timeout');
    expect(sent()).toBe(1);
  });

  test('can never answer and have no effect', async () => {
    lose({ when: 'before', reply: 'hang' });
    await expect(send(mail(), AbortSignal.timeout(200))).rejects.toThrow('timeout');
    expect(sent()).toBe(0);
  });

  test('can have its effect only after its caller gave up', async () => {
    lose({ delayMs: 300 });
    await expect(send(mail(), AbortSignal.timeout(100))).rejects.toThrow('timeout');
    expect(sent()).toBe(0);
    await eventually('the mail is sent', () => sent() === 1);
  });

  test('is refused when there are more than 500 recipients', async () => {
    const people = (count: number) =>
      Array.from({ length: count }, (_, index) => `p${index}@x.org`).join(',\r\n ');
    const refused = await send(mail([`Bcc: ${people(500)}`]));
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { errors: [{ reason: 'invalidArgument' }] } },
    });
    expect((await send(mail([`Bcc: ${people(499)}`]))).status).toBe(200);
    expect(sent()).toBe(1);
  });

  test('is refused for hours after a day’s share of mails, and reading is not', async () => {
    account.sendingLimit = 2;
    expect((await send(mail())).status).toBe(200);
    clock += 3_600_000;
    expect((await send(mail())).status).toBe(200);
    clock += 3_600_000;
    const refused = await send(mail());
    expect(refused).toMatchObject({
      status: 429,
      body: {
        error: {
          message: 'User-rate limit exceeded.  Retry after 2026-05-02T00:00:00.000Z (Mail sending)',
          status: 'RESOURCE_EXHAUSTED',
          errors: [{ domain: 'usageLimits', reason: 'rateLimitExceeded' }],
        },
      },
    });
    expect((await rest.list()).messages).toHaveLength(2);
    clock = Date.parse('2026-05-02T00:00:00Z');
    expect([(await send(mail())).status, (await send(mail())).status]).toEqual([200, 429]);
    account.sendingLimit = undefined;
    expect((await send(mail())).status).toBe(200);
  });

  test('that is refused does not count for the day', async () => {
    account.sendingLimit = 1;
    expect((await send(Buffer.from('Subject: x\r\n\r\nTo nobody'))).status).toBe(400);
    expect((await send(mail())).status).toBe(200);
  });
});

test('JSON of more than a mebibyte is refused, an upload of that is not', async () => {
  const large = mail([], 'x'.repeat(800_000));
  const refused = await asJson(large);
  expect(refused).toMatchObject({
    status: 400,
    body: { error: { message: 'Request payload size exceeds the limit: 1048576 bytes.' } },
  });
  expect(account.messages()).toHaveLength(0);
  expect((await asUpload(large)).status).toBe(200);
});

test('an upload of more than 35 mebibytes is refused', async () => {
  const headers = mail([], '').length;
  const refused = await asUpload(mail([], 'x'.repeat(36_700_160 - headers + 1)));
  expect(refused).toMatchObject({ status: 413, body: { error: { errors: [{ reason: 'uploadTooLarge' }] } } });
  expect(account.messages()).toHaveLength(0);
  expect((await asUpload(mail([], 'x'.repeat(36_700_160 - headers)))).status).toBe(200);
});

test('a search can find a sent mail only some time after it was sent, by its Message-ID too', async () => {
  account.searchTraps.sentVisibleAfterMs = 30_000;
  await asJson(mail(['Message-ID: <mine@crm.example.com>']));
  account.deliver({ from: 'bob@x.org', to: account.address });
  const [id] = account.messages().map((message) => message.id);
  const found = async (query: string) => (await rest.search(query)).messages.map((message) => message.id);
  const everywhere = 'rfc822msgid:mine@crm.example.com in:anywhere';
  clock += 29_999;
  expect(await found(everywhere)).toEqual([]);
  expect(await found('to:bob@x.org')).toEqual([]);
  expect(await found('from:bob@x.org')).toHaveLength(1);
  expect((await rest.list()).messages).toHaveLength(2);
  expect((await rest.get(`${id}`)).labelIds).toEqual(['SENT']);
  clock += 1;
  expect(await found(everywhere)).toEqual([id]);
  account.searchTraps.sentVisibleAfterMs = Number.POSITIVE_INFINITY;
  expect(await found(everywhere)).toEqual([]);
  account.searchTraps.sentVisibleAfterMs = 0;
  expect(await found('to:bob@x.org')).toEqual([id]);
});

test('attachment ids can be made to expire, and a fresh get tells new ones', async () => {
  const { id } = account.deliver({ from: 'bob@x.org', attachments: [{ filename: 'a.bin', content: 'abc' }] });
  const told = async () => (await rest.get(id)).payload?.parts?.[1]?.body?.attachmentId;
  const fetched = async (attachmentId?: string) =>
    (await rest.call('GET', `messages/${id}/attachments/${attachmentId}`)).status;
  const early = await told();
  expect(await fetched(early)).toBe(200);
  simulator.expireAttachmentIds();
  expect(await fetched(early)).toBe(400);
  expect(await fetched(await told())).toBe(200);
});

test('names to send under can be set for each address', async () => {
  account.displayNames.set(account.address, 'Ann Lee');
  const eve = simulator.addAccount({
    address: 'Eve@example.com',
    displayName: 'Eve',
    aliases: ['Sales@example.com'],
    aliasNames: { 'sales@example.com': 'Sales' },
  });
  const names = async (client: typeof rest) =>
    Object((await client.call('GET', 'settings/sendAs')).body).sendAs.map(
      (one: { displayName: string }) => one.displayName,
    );
  expect(await names(rest)).toEqual(['Ann Lee']);
  expect(await names(restClient(simulator, eve.address))).toEqual(['Eve', 'Sales']);
});

test('labels that only Gmail gives cannot be changed by hand, nor those of no message', async () => {
  const { id } = account.deliver({ from: 'bob@x.org' });
  const status = async (json: object) => (await rest.call('POST', 'messages/batchModify', json)).status;
  expect(await status({ ids: [id], addLabelIds: ['SENT'] })).toBe(400);
  expect(await status({ ids: [id], removeLabelIds: ['DRAFT'] })).toBe(400);
  expect(await status({ ids: [], removeLabelIds: ['UNREAD'] })).toBe(400);
  expect(await status({ ids: Array.from({ length: 1_001 }, () => id), removeLabelIds: ['UNREAD'] })).toBe(
    400,
  );
  expect(await status({ ids: [id], removeLabelIds: ['UNREAD'] })).toBe(204);
});
