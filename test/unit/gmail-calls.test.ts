import { describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { GmailMessageId, GmailThreadId } from '../../shared/domain/ids.ts';
import { type Reply, ScriptedGoogle } from '../support/google/scriptedGoogle.ts';

const PROFILE: Reply = { body: { emailAddress: 'Ann@Example.com', historyId: '18446744073709551615' } };
const DOWN: Reply = { status: 503, body: { error: { code: 503, message: 'Backend Error', errors: [] } } };
const UNAUTHENTICATED: Reply = {
  status: 401,
  body: { error: { code: 401, errors: [{ reason: 'authError' }] } },
};
const limited = (status: number): Reply => ({
  status,
  body: { error: { code: status, message: 'x', errors: [{ reason: 'rateLimitExceeded' }] } },
});

describe('repeats', () => {
  test('a read that fails twice goes through with the third request', async () => {
    await using google = await ScriptedGoogle.start({ api: [DOWN, 'breaks', PROFILE] });
    await expect(google.gmail().getProfile()).resolves.toEqual({
      emailAddress: 'ann@example.com',
      historyId: '18446744073709551615',
    });
    expect(google.apiRequests).toHaveLength(3);
    expect(google.tokenRequests).toHaveLength(1);
  });

  test('a read that keeps failing is given up after three requests', async () => {
    await using google = await ScriptedGoogle.start({ api: [DOWN] });
    await expect(google.gmail().getProfile()).rejects.toMatchObject({ code: 'unavailable' });
    expect(google.apiRequests).toHaveLength(3);
  });

  test.each([403, 429])(
    'a rate limit told with %d is neither repeated nor answered with a new token',
    async (status) => {
      await using google = await ScriptedGoogle.start({ api: [limited(status)] });
      const gmail = google.gmail();
      for (let call = 0; call < 2; call++)
        await expect(gmail.getProfile()).rejects.toMatchObject({ code: 'rateLimited' });
      expect(google.apiRequests).toHaveLength(2);
      expect(google.tokenRequests).toHaveLength(1);
    },
  );

  test('a call that changes something is sent once', async () => {
    await using google = await ScriptedGoogle.start({ api: [DOWN] });
    await expect(google.gmail().watch('projects/p/topics/t')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(google.gmail().stopWatch()).rejects.toMatchObject({ code: 'unavailable' });
    expect(google.apiRequests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  test('an attempt that hangs is cut off and made again', async () => {
    await using google = await ScriptedGoogle.start({ api: ['hangs', PROFILE] });
    await google.gmail({ attemptTimeoutMs: 1_000 }).getProfile();
    expect(google.apiRequests).toHaveLength(2);
  });

  test('nothing is sent again once the call’s time is up', async () => {
    await using google = await ScriptedGoogle.start({ api: ['hangs'] });
    const calling = google.gmail({ timeoutMs: 1_000 }).getProfile();
    await expect(calling).rejects.toMatchObject({ code: 'unavailable' });
    expect(google.apiRequests).toHaveLength(1);
  });

  test('the wait before a repeat is random and doubles', async () => {
    await using google = await ScriptedGoogle.start({ api: [DOWN] });
    const started = performance.now();
    await expect(google.gmail({ random: () => 0.2 }).getProfile()).rejects.toThrow();
    const waited = performance.now() - started;
    expect(waited).toBeGreaterThan(0.2 * (250 + 500) - 5);
  });
});

describe('tokens', () => {
  test('calls that start together share one refresh, and later ones need none', async () => {
    await using google = await ScriptedGoogle.start({ api: [PROFILE] });
    const gmail = google.gmail();
    await Promise.all(Array.from({ length: 10 }, () => gmail.getProfile()));
    await gmail.getProfile();
    expect(google.tokenRequests).toHaveLength(1);
    expect(google.apiRequests).toHaveLength(11);
    expect(new Set(google.apiRequests.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${google.secrets.accessToken}`]),
    );
  });

  test('a token that is refused before its time is renewed once and the call goes through', async () => {
    await using google = await ScriptedGoogle.start({ api: [UNAUTHENTICATED, PROFILE] });
    await google.gmail().getProfile();
    expect(google.tokenRequests).toHaveLength(2);
    expect(google.apiRequests).toHaveLength(2);
  });

  test('a token that is refused again is given up', async () => {
    await using google = await ScriptedGoogle.start({ api: [UNAUTHENTICATED] });
    await expect(google.gmail().getProfile()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(google.tokenRequests).toHaveLength(2);
    expect(google.apiRequests).toHaveLength(2);
  });

  test('a refused token whose grant is dead says that the grant is revoked', async () => {
    const dead = { status: 400, body: { error: 'invalid_grant' } };
    const token = { body: { access_token: 'short-lived', expires_in: 3599 } };
    await using google = await ScriptedGoogle.start({ api: [UNAUTHENTICATED], token: [token, dead] });
    await expect(google.gmail().getProfile()).rejects.toMatchObject({ code: 'grantRevoked' });
    expect(google.tokenRequests).toHaveLength(2);
  });

  test('a token with less than five minutes to live is renewed first', async () => {
    const ending = { body: { access_token: 'ending', expires_in: 200 } };
    await using google = await ScriptedGoogle.start({ api: [PROFILE], token: [ending] });
    const gmail = google.gmail();
    await gmail.getProfile();
    await gmail.getProfile();
    expect(google.tokenRequests.length).toBeGreaterThanOrEqual(2);
  });

  test('a refresh is repeated when the token endpoint is down, not when it refuses', async () => {
    await using down = await ScriptedGoogle.start({ api: [PROFILE], token: [DOWN] });
    await expect(down.gmail().getProfile()).rejects.toMatchObject({ code: 'unavailable' });
    expect(down.tokenRequests).toHaveLength(3);

    await using dead = await ScriptedGoogle.start({
      api: [PROFILE],
      token: [{ status: 400, body: { error: 'invalid_grant' } }],
    });
    await expect(dead.gmail().getProfile()).rejects.toMatchObject({ code: 'grantRevoked' });
    expect(dead.tokenRequests).toHaveLength(1);
    expect(dead.apiRequests).toHaveLength(0);
  });
});

describe('requests', () => {
  test('every read names the fields that it wants, for "me", on connections that are kept', async () => {
    const mail = { id: 'a', threadId: 'a', historyId: '7', internalDate: '1' };
    const watching = { historyId: '7', expiration: '1800000000000' };
    const lists = { resultSizeEstimate: 0, labels: [], sendAs: [] };
    await using google = await ScriptedGoogle.start({
      api: [{ body: { ...mail, ...watching, ...lists, emailAddress: 'a@b.c' } }],
    });
    const gmail = google.gmail();
    await gmail.getProfile();
    await gmail.listHistory({ startHistoryId: HistoryId.of('9007199254740993'), pageToken: 'next' });
    await gmail.getMessage(GmailMessageId('a'));
    await gmail.getThread(GmailThreadId('a'));
    await gmail.listMessages({ query: 'from:ann@example.com OR to:ann@example.com', maxResults: 500 });
    await gmail.getLabels(GmailMessageId('a'));
    await gmail.listLabels();
    await gmail.listSendAs();
    await gmail.watch('projects/p/topics/t');

    const asked = google.apiRequests.map(({ url }) => [
      url.pathname.replace('/gmail/v1/users/me/', ''),
      url.searchParams,
    ]);
    expect(asked.map(([path]) => path)).toEqual([
      'profile',
      'history',
      'messages/a',
      'threads/a',
      'messages',
      'messages/a',
      'labels',
      'settings/sendAs',
      'watch',
    ]);
    for (const { url } of google.apiRequests) expect(url.searchParams.get('fields')).toBeTruthy();
    const [, history, message, , messages, labels] = google.apiRequests.map(({ url }) => url.searchParams);
    expect(history?.get('startHistoryId')).toBe('9007199254740993');
    expect(history?.get('maxResults')).toBe('500');
    expect(history?.get('pageToken')).toBe('next');
    expect(message?.get('format')).toBe('full');
    expect(messages?.get('q')).toBe('from:ann@example.com OR to:ann@example.com');
    expect(labels?.get('format')).toBe('minimal');
    expect(google.apiRequests.at(-1)?.body).toBe('{"topicName":"projects/p/topics/t"}');
    expect(google.connections.size).toBeLessThanOrEqual(3);
  });

  test('a list asks for what it is told and for nothing else', async () => {
    await using google = await ScriptedGoogle.start({ api: [{ body: { resultSizeEstimate: 0 } }] });
    const gmail = google.gmail();
    const query = 'after:1700000000 before:1700600000';
    await gmail.listMessages({ query, maxResults: 500, labelId: 'TRASH', everywhere: true, pageToken: 'p2' });
    await gmail.listMessages({ query: '', maxResults: 50, everywhere: false });
    const fields = 'messages(id,threadId),resultSizeEstimate,nextPageToken';
    expect(google.apiRequests.map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
      { q: query, maxResults: '500', labelIds: 'TRASH', includeSpamTrash: 'true', pageToken: 'p2', fields },
      { maxResults: '50', fields },
    ]);
  });
});
