import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { GMAIL_SCOPES } from '../../support/gmail/oauth.ts';
import { restClient } from '../../support/gmail/restClient.ts';

const REDIRECT = 'https://crm.example.com/callback';
let simulator: GmailSimulator;
let clock = Date.parse('2026-05-01T00:00:00Z');
let next = 0;

beforeAll(async () => {
  simulator = await GmailSimulator.start({
    now: () => new Date(clock),
    oauthClient: { redirectUris: [REDIRECT] },
  });
});
afterAll(() => simulator.close());

function person() {
  next += 1;
  return simulator.addAccount({ address: `person${next}@example.com` }).address;
}

function authUrl(more: Record<string, string> = {}) {
  const { clientId, authUrl: url } = simulator.oauth;
  const asked = {
    client_id: clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: GMAIL_SCOPES.join(' '),
    state: 'abc',
    access_type: 'offline',
    prompt: 'consent',
    ...more,
  };
  return `${url}?${new URLSearchParams(asked)}`;
}

async function token(more: Record<string, string>) {
  const { clientId, clientSecret, tokenUrl } = simulator.oauth;
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...more });
  const response = await fetch(tokenUrl, { method: 'POST', body });
  const json: unknown = await response.json();
  return { status: response.status, json: Object(json) };
}

const exchange = (back: string, more: Record<string, string> = {}) =>
  token({
    grant_type: 'authorization_code',
    code: new URL(back).searchParams.get('code') ?? '',
    redirect_uri: REDIRECT,
    ...more,
  });

const profile = async (accessToken: string) =>
  (
    await fetch(`${simulator.url}/gmail/v1/users/me/profile`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
  ).status;

test('a person allows everything: code, tokens, and a mailbox that opens', async () => {
  const address = person();
  const verifier = randomBytes(40).toString('base64url');
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  const url = authUrl({ login_hint: address, code_challenge, code_challenge_method: 'S256' });
  const back = new URL(await simulator.oauth.consent(url));
  expect(back.origin + back.pathname).toBe(REDIRECT);
  expect(back.searchParams.get('state')).toBe('abc');
  const { status, json } = await exchange(back.href, { code_verifier: verifier });
  expect(status).toBe(200);
  expect(json).toMatchObject({ expires_in: 3599, scope: GMAIL_SCOPES.join(' '), token_type: 'Bearer' });
  expect(await profile(json.access_token)).toBe(200);
  const refreshed = await token({ grant_type: 'refresh_token', refresh_token: json.refresh_token });
  expect(refreshed.json.refresh_token).toBeUndefined();
  expect(await profile(refreshed.json.access_token)).toBe(200);
});

test('a code is good once, for its verifier and its redirect URI', async () => {
  const account = person();
  const url = authUrl({ code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' });
  const wrong = await exchange(await simulator.oauth.consent(url, { account }), { code_verifier: 'wrong' });
  expect(wrong).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  const plain = await simulator.oauth.consent(authUrl(), { account });
  expect(await exchange(plain)).toMatchObject({ status: 200 });
  expect(await exchange(plain)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  const other = await simulator.oauth.consent(authUrl(), { account });
  expect(await exchange(other, { redirect_uri: 'https://other.example.com' })).toMatchObject({
    status: 400,
    json: { error: 'redirect_uri_mismatch' },
  });
  const late = await simulator.oauth.consent(authUrl(), { account });
  clock += 11 * 60_000;
  expect(await exchange(late)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
});

test('a wrong client is refused everywhere', async () => {
  expect(await token({ client_secret: 'wrong', grant_type: 'refresh_token' })).toMatchObject({
    status: 401,
    json: { error: 'invalid_client' },
  });
  await expect(simulator.oauth.consent(authUrl({ client_id: 'x' }))).rejects.toThrow('invalid_client');
  const elsewhere = authUrl({ redirect_uri: 'https://evil.example.com' });
  await expect(simulator.oauth.consent(elsewhere)).rejects.toThrow('redirect_uri_mismatch');
});

test('a person can deny, or untick a scope that the tokens then lack', async () => {
  const account = person();
  const denied = new URL(await simulator.oauth.consent(authUrl(), { account, deny: true })).searchParams;
  expect(Object.fromEntries(denied)).toEqual({ state: 'abc', error: 'access_denied' });
  const untick = ['gmail.modify', 'gmail.readonly'];
  const { json } = await exchange(await simulator.oauth.consent(authUrl(), { account, untick }));
  expect(json.scope).not.toContain('gmail.modify');
  const response = await fetch(`${simulator.url}/gmail/v1/users/me/messages`, {
    headers: { authorization: `Bearer ${json.access_token}` },
  });
  expect(response.status).toBe(403);
  expect(response.headers.get('www-authenticate')).toContain('insufficient_scope');
  expect(await response.json()).toMatchObject({
    error: { errors: [{ reason: 'insufficientPermissions' }], status: 'PERMISSION_DENIED' },
  });
});

test('a refresh token comes with offline access and fresh consent only', async () => {
  const account = person();
  const refreshTokenOf = async (more: Record<string, string>) => {
    const back = await simulator.oauth.consent(authUrl({ login_hint: account, ...more }), { account });
    return (await exchange(back)).json.refresh_token;
  };
  expect(await refreshTokenOf({ access_type: 'online' })).toBeUndefined();
  expect(await refreshTokenOf({ prompt: 'select_account' })).toBeUndefined();
  expect(await refreshTokenOf({})).toEqual(expect.any(String));
});

test('without a prompt a known person is sent on, and prompt=none never asks', async () => {
  const account = person();
  const silent = await fetch(authUrl({ login_hint: account, prompt: 'none' }), { redirect: 'manual' });
  expect(silent.headers.get('location')).toContain('interaction_required');
  simulator.oauth.grant({ address: account });
  const known = await fetch(authUrl({ login_hint: account, prompt: 'none' }), { redirect: 'manual' });
  expect(known.headers.get('location')).toContain('code=');
});

test('the consent page shows accounts, scopes and both buttons, and escapes what it was asked', async () => {
  const account = person();
  const html = await (await fetch(authUrl({ login_hint: account, state: '"><script>' }))).text();
  expect(html).toContain(`value="${account}" checked`);
  for (const scope of GMAIL_SCOPES) expect(html).toContain(`value="${scope}" checked`);
  expect(html).toMatch(/value="deny"[\s\S]*value="allow"/);
  expect(html).not.toContain('<script>');
});

test('an access token ends with its time, or when a test ends it', async () => {
  const address = person();
  const { accessToken, refreshToken } = simulator.oauth.grant({ address });
  const other = simulator.oauth.grant({ address });
  simulator.oauth.expireAccessTokens({ accessToken });
  expect([await profile(accessToken), await profile(other.accessToken)]).toEqual([401, 200]);
  clock += 3_600_000;
  expect(await profile(other.accessToken)).toBe(401);
  expect((await token({ grant_type: 'refresh_token', refresh_token: refreshToken })).status).toBe(200);
});

test.each(['the person', 'the product'])('after %s revoked, no token of the grant lives', async (who) => {
  const address = person();
  const { accessToken, refreshToken } = simulator.oauth.grant({ address });
  const revoke = () => fetch(`${simulator.oauth.revokeUrl}?token=${refreshToken}`, { method: 'POST' });
  if (who === 'the person') simulator.oauth.revokeGrant(address);
  else expect((await revoke()).status).toBe(200);
  expect(await profile(accessToken)).toBe(401);
  expect(await token({ grant_type: 'refresh_token', refresh_token: refreshToken })).toEqual({
    status: 400,
    json: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
  });
  const again = await revoke();
  expect([again.status, await again.json()]).toMatchObject([400, { error: 'invalid_token' }]);
});

test('the oldest of more than a hundred refresh tokens is dead', async () => {
  const address = person();
  const [first, second] = Array.from({ length: 101 }, () => simulator.oauth.grant({ address }).refreshToken);
  const refresh = async (refresh_token = '') =>
    (await token({ grant_type: 'refresh_token', refresh_token })).status;
  expect([await refresh(first), await refresh(second)]).toEqual([400, 200]);
});

test('tokeninfo tells whose and what a living token is', async () => {
  const { accessToken } = simulator.oauth.grant({ address: person() });
  const told = await fetch(`${simulator.oauth.tokenInfoUrl}?access_token=${accessToken}`);
  expect(await told.json()).toMatchObject({ aud: simulator.oauth.clientId, expires_in: '3599' });
  expect((await fetch(`${simulator.oauth.tokenInfoUrl}?access_token=x`)).status).toBe(400);
});

test('a call without a token, or with an unknown one, is a 401 in Google’s words', async () => {
  const url = `${simulator.url}/gmail/v1/users/me/profile`;
  const bare = await fetch(url);
  expect([bare.status, await bare.json()]).toMatchObject([
    401,
    { error: { errors: [{ reason: 'required' }] } },
  ]);
  const unknown = await fetch(url, { headers: { authorization: 'Bearer ya29.x' } });
  expect([unknown.status, await unknown.json()]).toMatchObject([
    401,
    { error: { code: 401, status: 'UNAUTHENTICATED', errors: [{ reason: 'authError' }] } },
  ]);
});

test('a token opens its own mailbox only', async () => {
  const [mine, other] = [person(), person()];
  const { accessToken } = restClient(simulator, mine);
  const response = await fetch(`${simulator.url}/gmail/v1/users/${other}/profile`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  expect([response.status, await response.json()]).toMatchObject([
    403,
    { error: { message: `Delegation denied for ${mine}` } },
  ]);
});
