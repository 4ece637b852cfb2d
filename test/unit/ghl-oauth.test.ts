import { afterEach, describe, expect, test } from '@jest/globals';
import { createGhlOAuth } from '../../shared/adapters/ghl/ghlOAuth.ts';
import { SyncError } from '../../shared/domain/syncError.ts';
import { type Reply, ScriptedGoogle } from '../support/google/scriptedGoogle.ts';
import { NOW, newLog } from '../support/log/newLog.ts';

let server: ScriptedGoogle | undefined;
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
});

const SECRET = 'client-secret-of-thirty-letters';
const SPENT = 'refresh-token-of-thirty-letters';

async function oauthWith(reply: Reply, timeoutMs = 5_000) {
  server = await ScriptedGoogle.start({ api: [reply] });
  const clock = { now: () => NOW };
  const oauth = createGhlOAuth({
    clientId: 'app',
    clientSecret: SECRET,
    clock,
    apiUrl: server.origin,
    timeoutMs,
  });
  return { oauth, requests: server.apiRequests };
}

const whole = { access_token: 'a', refresh_token: 'r', expires_in: 86_399, locationId: 'l' };

describe('GHL’s OAuth', () => {
  test('sends people to GHL’s own page unless told, with the scopes and the state', async () => {
    const { oauth } = await oauthWith({});
    const url = new URL(oauth.authorizationUrl({ state: 's t', redirectUri: 'https://crm.example/back' }));
    expect(url.origin + url.pathname).toBe('https://marketplace.gohighlevel.com/oauth/chooselocation');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'app',
      redirect_uri: 'https://crm.example/back',
      scope:
        'conversations.readonly conversations.write conversations/message.readonly conversations/message.write contacts.readonly contacts.write',
      state: 's t',
    });
  });

  test('asks for a token by a form, for a location, with the secret in the body alone', async () => {
    const { oauth, requests } = await oauthWith({ body: whole });
    expect(await oauth.refresh(SPENT)).toEqual({
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: new Date(NOW.getTime() + 86_399_000),
      ghlLocationId: 'l',
    });
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', authorization: '' });
    expect(request?.url.href).toMatch(/\/oauth\/token$/);
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      client_id: 'app',
      client_secret: SECRET,
      user_type: 'Location',
      grant_type: 'refresh_token',
      refresh_token: SPENT,
    });
  });

  test.each<[string, Reply, string]>([
    ['a dead token', { status: 400, body: { error: 'invalid_grant' } }, 'grantRevoked'],
    ['a dead token, told as 401', { status: 401, body: { error: 'invalid_grant' } }, 'grantRevoked'],
    ['a wrong secret', { status: 401, body: { error: 'invalid_client' } }, 'invalidRequest'],
    [
      'a refusal in words',
      { status: 401, body: { message: 'Invalid token', error: 'Unauthorized' } },
      'invalidRequest',
    ],
    [
      'a wrong form',
      { status: 422, body: { message: ['x'], error: 'Unprocessable Entity' } },
      'invalidRequest',
    ],
    ['too many requests', { status: 429, body: {} }, 'rateLimited'],
    ['an outage', { status: 503, body: '<html>' }, 'unavailable'],
    ['a cut connection', 'breaks', 'unavailable'],
    ['no answer', 'hangs', 'unavailable'],
    ['an answer without a token', { body: { ...whole, access_token: '' } }, 'malformedAnswer'],
    ['an answer that is none', { body: 'ok' }, 'malformedAnswer'],
  ])('tells %s apart, asks once, and says nothing secret', async (_, reply, code) => {
    const { oauth, requests } = await oauthWith(reply, 300);
    const error = await oauth.refresh(SPENT).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, operation: 'ghl.oauth.refresh' });
    expect(requests).toHaveLength(1);
    const { log, text } = newLog();
    log.event('unexpectedFailure', { function: 'test', error });
    const told = `${text()} ${String(error)} ${JSON.stringify(error)} ${error instanceof SyncError ? String(error.cause) : ''}`;
    for (const secret of [SECRET, SPENT]) expect(told).not.toContain(secret.slice(0, 12));
  });

  test('comes back when GHL says so', async () => {
    const { oauth } = await oauthWith({ status: 429, headers: { 'retry-after': '30' } });
    const limited = oauth.exchangeCode({ code: 'c', redirectUri: 'https://crm.example/back' });
    await expect(limited).rejects.toMatchObject({
      code: 'rateLimited',
      retryAt: new Date(NOW.getTime() + 30_000),
    });
  });
});
