import { inspect } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { createGmail, type GmailOptions } from '../../shared/adapters/gmail/createGmail.ts';
import { createGoogleAuth } from '../../shared/adapters/google/createGoogleAuth.ts';
import { GmailMessageId, GmailThreadId } from '../../shared/domain/ids.ts';
import { eventually } from '../support/eventually.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { type Reply, ScriptedGoogle } from '../support/google/scriptedGoogle.ts';

const SENT: Reply = { body: { id: '18c1', threadId: '18c0', labelIds: ['SENT'] } };
const DOWN: Reply = { status: 503, body: { error: { code: 503, message: 'Backend Error', errors: [] } } };
const UNAUTHENTICATED: Reply = {
  status: 401,
  body: { error: { code: 401, errors: [{ reason: 'authError' }] } },
};

function refused(status: number, reason: string, message: string): Reply {
  return { status, body: { error: { code: status, message, errors: [{ message, reason }] } } };
}

const HEADERS = 'To: ann@example.net\r\nSubject: Hello\r\n\r\n';
const SMALL = Buffer.from(`${HEADERS}Hello`);
const LARGE = Buffer.from(`${HEADERS}${'x'.repeat(1_500_000)}`);
const UPLOAD = '/upload/gmail/v1/users/me/messages/send';

/** Our adapter on the simulator, where a call's effect can be seen and not only its answer. */
async function onSimulator(options: Partial<GmailOptions> = {}) {
  const simulator = await GmailSimulator.start();
  const account = simulator.addAccount({ address: 'ann@example.com' });
  const { clientId, clientSecret, tokenUrl } = simulator.oauth;
  const { refreshToken } = simulator.oauth.grant(account);
  const auth = createGoogleAuth({ clientId, clientSecret, refreshToken, tokenUrl });
  const gmail = createGmail({ auth, rootUrl: simulator.url, ...options });
  return { simulator, account, gmail, [Symbol.asyncDispose]: () => simulator.close() };
}

describe.each([
  ['a small mail', SMALL],
  ['a large mail', LARGE],
])('%s', (_, raw) => {
  test.each<[string, Reply]>([
    ['a backend error', DOWN],
    ['a gateway that answers in HTML', { status: 502, body: '<html>502</html>' }],
    ['a time-out that Gmail tells', { status: 408, body: 'Request Timeout' }],
    ['a connection that breaks', 'breaks'],
    ['a success that cannot be read', { body: '<html>Done</html>' }],
    ['a success that does not name the mail', { body: {} }],
  ])('is sent once, and may have been sent, after %s', async (__, reply) => {
    await using google = await ScriptedGoogle.start({ api: [reply] });
    const sending = google.gmail().sendMessage({ raw });
    await expect(sending).rejects.toMatchObject({ code: 'unavailable', operation: 'gmail.messages.send' });
    expect(google.apiRequests).toHaveLength(1);
  });

  test('is told of in an error neither with its words nor with the token', async () => {
    await using google = await ScriptedGoogle.start({ api: [DOWN] });
    const error: unknown = await google
      .gmail()
      .sendMessage({ raw })
      .catch((reason: unknown) => reason);
    const written = inspect([error, Object(error).cause], { depth: 20, showHidden: true });
    for (const secret of Object.values(google.secrets)) expect(written).not.toContain(secret);
    expect(written).not.toMatch(/ann@example\.net|Hello|multipart/);
  });

  test('is sent once where no answer comes', async () => {
    await using google = await ScriptedGoogle.start({ api: ['hangs', SENT] });
    const sending = google.gmail({ attemptTimeoutMs: 2_000 }).sendMessage({ raw });
    await expect(sending).rejects.toMatchObject({ code: 'unavailable' });
    expect(google.apiRequests).toHaveLength(1);
  });

  test('is sent once more with a new token after a 401, which had no effect', async () => {
    await using google = await ScriptedGoogle.start({ api: [UNAUTHENTICATED, SENT] });
    await expect(google.gmail().sendMessage({ raw })).resolves.toEqual({
      id: '18c1',
      threadId: '18c0',
      labelIds: ['SENT'],
    });
    expect(google.tokenRequests).toHaveLength(2);
    const [first, second] = google.apiRequests.map(({ body }) => body);
    expect(google.apiRequests).toHaveLength(2);
    expect(second?.length).toBe(first?.length);
  });

  test('is not sent a third time where the new token is refused as well', async () => {
    await using google = await ScriptedGoogle.start({ api: [UNAUTHENTICATED] });
    await expect(google.gmail().sendMessage({ raw })).rejects.toMatchObject({ code: 'unauthorized' });
    expect(google.apiRequests).toHaveLength(2);
  });

  test('is sent into its thread, with a mask for what comes back', async () => {
    await using google = await ScriptedGoogle.start({ api: [SENT] });
    await google.gmail().sendMessage({ raw, threadId: GmailThreadId('18c0') });
    const [request] = google.apiRequests;
    expect(request?.method).toBe('POST');
    expect(request?.url.searchParams.get('fields')).toBe('id,threadId,labelIds');
    expect(request?.body).toContain('"threadId":"18c0"');
  });

  test('does not wait for its token beyond its time, and is not sent afterwards', async () => {
    await using simulated = await onSimulator({ timeoutMs: 200 });
    const { simulator, account, gmail } = simulated;
    simulator.faults.add({ method: 'oauth.token', delayMs: 500 });
    await expect(gmail.sendMessage({ raw })).rejects.toMatchObject({ code: 'unavailable' });
    await eventually('the token has come', () => gmail.getProfile().catch(() => false as const));
    expect(account.usage.count('messages.send')).toBe(0);
  });

  test.each<[string, Reply, object]>([
    [
      'what a person may send a day',
      refused(
        429,
        'rateLimitExceeded',
        'User-rate limit exceeded.  Retry after 2037-11-22T12:15:51.196Z (Mail sending)',
      ),
      { code: 'dailyLimitExceeded', retryAt: new Date('2037-11-22T12:15:51.196Z') },
    ],
    [
      'the rate of calls',
      refused(429, 'rateLimitExceeded', 'User-rate limit exceeded.  Retry after 2037-11-22T12:15:51.196Z'),
      { code: 'rateLimited', retryAt: new Date('2037-11-22T12:15:51.196Z') },
    ],
    [
      'too many calls at once',
      refused(429, 'rateLimitExceeded', 'Too many concurrent requests for user.'),
      { code: 'rateLimited', retryAt: undefined },
    ],
    ['the quota of the project', refused(403, 'quotaExceeded', 'x'), { code: 'dailyLimitExceeded' }],
    ['a thread that is gone', refused(404, 'notFound', 'x'), { code: 'messageGone' }],
    [
      'an address that is none',
      refused(400, 'invalidArgument', 'Invalid To header'),
      { code: 'invalidRequest' },
    ],
    ['its size', refused(413, 'uploadTooLarge', 'Media larger than: 36700160'), { code: 'invalidRequest' }],
    ['a scope that is missing', refused(403, 'insufficientPermissions', 'x'), { code: 'insufficientScope' }],
  ])('is told apart when it is refused for %s', async (__, reply, expected) => {
    await using google = await ScriptedGoogle.start({ api: [reply] });
    await expect(google.gmail().sendMessage({ raw })).rejects.toMatchObject(expected);
    expect(google.apiRequests).toHaveLength(1);
  });
});

describe('the way that a mail takes', () => {
  test('a small mail goes as JSON', async () => {
    await using google = await ScriptedGoogle.start({ api: [SENT] });
    await google.gmail().sendMessage({ raw: SMALL });
    expect(google.apiRequests[0]?.url.pathname).toBe('/gmail/v1/users/me/messages/send');
    expect(google.apiRequests[0]?.body).toBe(JSON.stringify({ raw: SMALL.toString('base64url') }));
  });

  test('JSON stays below the mebibyte that Gmail takes', async () => {
    await using google = await ScriptedGoogle.start({ api: [SENT] });
    const sizes = [400_000, 524_288, 524_289, 800_000, 1_100_000];
    for (const size of sizes) await google.gmail().sendMessage({ raw: Buffer.alloc(size, 'x') });
    expect(google.apiRequests.map(({ url }) => url.pathname === UPLOAD)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    for (const { url, body } of google.apiRequests)
      if (url.pathname !== UPLOAD) expect(body.length).toBeLessThan(1024 * 1024);
  });

  test('a large mail goes to the same server’s upload endpoint, and not to Google’s', async () => {
    await using google = await ScriptedGoogle.start({ api: [SENT] });
    await google.gmail({ rootUrl: `${google.origin}/ignored/` }).sendMessage({ raw: LARGE });
    const [request] = google.apiRequests;
    expect(request?.url.pathname).toBe(UPLOAD);
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
      uploadType: 'multipart',
      fields: 'id,threadId,labelIds',
    });
    expect(request?.body).toContain(`Content-Type: message/rfc822\r\n\r\n${HEADERS}`);
    expect(request?.authorization).toBe(`Bearer ${google.secrets.accessToken}`);
  });

  test('a mail of 25 MB arrives byte for byte, whatever its bytes, and in time', async () => {
    await using simulated = await onSimulator();
    const { simulator, account, gmail } = simulated;
    const headers = 'From: ann@example.com\r\nTo: bob@x.org\r\nDate: now\r\nMessage-ID: <m@x>\r\n\r\n';
    const bytes = Buffer.alloc(25 * 1024 * 1024, Buffer.from(Uint8Array.from({ length: 256 }, (_, n) => n)));
    const raw = Buffer.concat([Buffer.from(headers), bytes]);
    await gmail.getProfile();
    simulator.oauth.expireAccessTokens(account);
    const { id } = await gmail.sendMessage({ raw });
    expect(account.message(id).raw.equals(raw)).toBe(true);
    expect(account.usage.calls.map(({ method, status }) => [method, status])).toEqual([
      ['getProfile', 200],
      ['messages.send', 401],
      ['messages.send', 200],
    ]);
  });
});

describe('time limits', () => {
  test('a send gives up in time for the agent to hear of it, with the renewal of its token', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    await using google = await ScriptedGoogle.start({ api: [SENT] });
    await google.gmail().sendMessage({ raw: LARGE });
    const [[whole = 0] = [], ...others] = timeout.mock.calls;
    timeout.mockRestore();
    expect(whole).toBe(50_000);
    for (const [ms] of others) expect(ms).toBeLessThanOrEqual(whole);
    expect(others.map(([ms]) => ms)).toContain(50_000);
  });
});

describe('labels of many', () => {
  const ids = [GmailMessageId('18c1'), GmailMessageId('18c2')];

  test('are changed with one call, which is never repeated', async () => {
    await using google = await ScriptedGoogle.start({ api: [{ status: 204 }, DOWN] });
    const gmail = google.gmail();
    await expect(gmail.modifyLabels(ids, { remove: ['UNREAD'] })).resolves.toBeUndefined();
    await expect(gmail.modifyLabels(ids, { add: ['UNREAD'] })).rejects.toMatchObject({ code: 'unavailable' });
    expect(google.apiRequests.map(({ url }) => url.pathname)).toEqual([
      '/gmail/v1/users/me/messages/batchModify',
      '/gmail/v1/users/me/messages/batchModify',
    ]);
    expect(google.apiRequests.map(({ body }) => JSON.parse(body))).toEqual([
      { ids, addLabelIds: [], removeLabelIds: ['UNREAD'] },
      { ids, addLabelIds: ['UNREAD'], removeLabelIds: [] },
    ]);
  });
});

describe('the bytes of an attachment', () => {
  const fetched = async (body: unknown) => {
    await using google = await ScriptedGoogle.start({ api: [{ body }] });
    return await google.gmail().getAttachment(GmailMessageId('18c1'), 'ANGjdJ_id');
  };

  test.each([
    ['padded', '_-8='],
    ['not padded', '_-8'],
    ['in the ordinary alphabet', '/+8='],
  ])('are read from base64url that is %s', async (_, data) => {
    expect(Buffer.from(await fetched({ size: 2, data }))).toEqual(Buffer.from([0xff, 0xef]));
  });

  test('are none for an empty file alone', async () => {
    expect(await fetched({ size: 0 })).toHaveLength(0);
    await expect(fetched({ size: 7 })).rejects.toMatchObject({ code: 'malformedAnswer' });
    await expect(fetched({})).rejects.toMatchObject({ code: 'malformedAnswer' });
  });

  test('are asked for again after a failure, and asked for with a mask', async () => {
    await using google = await ScriptedGoogle.start({ api: [DOWN, { body: { size: 1, data: 'YQ==' } }] });
    await google.gmail().getAttachment(GmailMessageId('18c1'), 'ANGjdJ_id');
    expect(google.apiRequests.map(({ url }) => `${url.pathname}${url.search}`)).toEqual([
      '/gmail/v1/users/me/messages/18c1/attachments/ANGjdJ_id?fields=size%2Cdata',
      '/gmail/v1/users/me/messages/18c1/attachments/ANGjdJ_id?fields=size%2Cdata',
    ]);
  });
});
