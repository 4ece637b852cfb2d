import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createGoogleOAuth } from '../../shared/adapters/google/oauth.ts';
import { ScriptedGoogle } from '../support/google/scriptedGoogle.ts';

const DOWN = { status: 503, body: { error: 'internal_failure' } };

describe('Google’s OAuth', () => {
  const code = {
    code: randomUUID(),
    codeVerifier: randomUUID(),
    redirectUri: 'https://crm.example.com/callback',
  };
  const oauth = ({ origin, secrets }: ScriptedGoogle) =>
    createGoogleOAuth({
      clientId: 'client',
      clientSecret: secrets.clientSecret,
      tokenUrl: `${origin}/token`,
      revokeUrl: `${origin}/revoke`,
    });

  test('a code is never sent twice', async () => {
    await using google = await ScriptedGoogle.start({ api: [], token: [DOWN] });
    await expect(oauth(google).exchangeCode(code)).rejects.toMatchObject({ code: 'unavailable' });
    expect(google.tokenRequests).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(google.tokenRequests[0]?.body))).toEqual({
      client_id: 'client',
      client_secret: google.secrets.clientSecret,
      code: code.code,
      code_verifier: code.codeVerifier,
      grant_type: 'authorization_code',
      redirect_uri: code.redirectUri,
    });
  });

  test('a grant without offline access has no refresh token, and unticked scopes are missing', async () => {
    const scope = 'https://www.googleapis.com/auth/gmail.send';
    const token = { body: { access_token: 'a', expires_in: 3599, scope } };
    await using google = await ScriptedGoogle.start({ api: [], token: [token] });
    const tokens = await oauth(google).exchangeCode(code);
    expect(tokens).toEqual({ accessToken: 'a', scopes: [scope], expiresAt: expect.any(Date) });
  });

  test('an answer without an access token is malformed', async () => {
    await using google = await ScriptedGoogle.start({ api: [], token: [{ body: { expires_in: 3599 } }] });
    await expect(oauth(google).exchangeCode(code)).rejects.toMatchObject({
      code: 'malformedAnswer',
      message: expect.stringContaining('access_token'),
    });
  });

  test('revoking a dead grant is no error, and the token is not in the URL', async () => {
    const dead = {
      status: 400,
      body: { error: 'invalid_token', error_description: 'Token expired or revoked' },
    };
    await using google = await ScriptedGoogle.start({ api: [], token: [dead] });
    await oauth(google).revoke('a-refresh-token');
    expect(google.tokenRequests[0]?.url.search).toBe('');
    expect(google.tokenRequests[0]?.body).toBe('token=a-refresh-token');
  });

  test('the consent page asks for offline access, fresh consent and all four scopes', () => {
    const { authorizationUrl } = createGoogleOAuth({ clientId: 'client', clientSecret: 'secret' });
    const request = { state: 's', codeChallenge: 'c', redirectUri: code.redirectUri };
    const url = new URL(authorizationUrl({ ...request, loginHint: 'ann@example.com' }));
    expect(url.origin + url.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      access_type: 'offline',
      client_id: 'client',
      code_challenge: 'c',
      code_challenge_method: 'S256',
      login_hint: 'ann@example.com',
      prompt: 'consent',
      redirect_uri: code.redirectUri,
      response_type: 'code',
      scope: ['modify', 'labels', 'readonly', 'send']
        .map((name) => `https://www.googleapis.com/auth/gmail.${name}`)
        .join(' '),
      state: 's',
    });
    expect(authorizationUrl(request)).not.toContain('login_hint');
  });

  test('a consent that is not to last asks for its scopes alone, and no offline access', () => {
    const consent = { scopes: ['openid', 'one'], access: 'online' } as const;
    const { authorizationUrl } = createGoogleOAuth({ clientId: 'client', clientSecret: 'secret', consent });
    const url = authorizationUrl({ state: 's', codeChallenge: 'c', redirectUri: code.redirectUri });
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      access_type: 'online',
      prompt: 'consent',
      scope: 'openid one',
    });
    expect(url).not.toMatch(/gmail|include_granted_scopes/);
  });
});
