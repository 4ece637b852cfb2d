import { createHash } from 'node:crypto';
import type { Reply, Request } from '../wire/httpExchange.ts';
import { consentPage, errorPage } from './consentPage.ts';
import { answersChallenge, type OAuthClient, type OAuthGrants } from './oauthGrants.ts';

interface OAuthWorld {
  readonly client: OAuthClient;
  readonly grants: OAuthGrants;
  readonly addresses: () => readonly string[];
}

type Endpoint = (request: Request, world: OAuthWorld) => Reply;

/** Google's OAuth endpoints by path, with the name that faults and latency know them by. */
export const OAUTH_ENDPOINTS = {
  '/o/oauth2/v2/auth': { method: 'oauth.auth', run: authorize },
  '/token': { method: 'oauth.token', run: exchange },
  '/revoke': { method: 'oauth.revoke', run: revoke },
  '/tokeninfo': { method: 'oauth.tokeninfo', run: tokenInfo },
} as const satisfies Record<string, { method: string; run: Endpoint }>;

/** GET shows the consent page, POST is its form. */
function authorize({ verb, url, body }: Request, world: OAuthWorld): Reply {
  const form = verb === 'POST' ? new URLSearchParams(body.toString()) : undefined;
  const asked = form ?? url.searchParams;
  const { client } = world;
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (asked.get('client_id') !== client.clientId) {
    return errorPage(401, 'invalid_client', 'The OAuth client was not found.');
  }
  if (!URL.canParse(redirectUri) || !(client.redirectUris?.includes(redirectUri) ?? true)) {
    return errorPage(
      400,
      'redirect_uri_mismatch',
      `The redirect URI in the request, ${redirectUri}, does not match.`,
    );
  }
  if (asked.get('response_type') !== 'code') {
    return errorPage(400, 'invalid_request', 'Required parameter is missing: response_type');
  }
  const scopes = (asked.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0) return errorPage(400, 'invalid_request', 'Missing required parameter: scope');
  if (form) return decide(form, world, redirectUri);
  return silently(asked, scopes, world, redirectUri) ?? consentPage(asked, scopes, world.addresses());
}

/** Without `prompt`, a known person who granted all of this before is sent on; `prompt=none` never asks. */
function silently(
  asked: URLSearchParams,
  scopes: readonly string[],
  world: OAuthWorld,
  redirectUri: string,
): Reply | undefined {
  const prompt = asked.get('prompt') ?? 'none';
  const address = asked.get('login_hint')?.toLowerCase();
  const granted = address === undefined ? [] : world.grants.scopesOf(address);
  const form = new URLSearchParams(asked);
  if (prompt === 'none' && address !== undefined && scopes.every((scope) => granted.includes(scope))) {
    form.set('account', address);
    form.set('decision', 'allow');
    for (const scope of scopes) form.append('granted', scope);
    return decide(form, world, redirectUri);
  }
  if (!asked.has('prompt') || prompt !== 'none') return undefined;
  const target = new URL(redirectUri);
  target.searchParams.set('error', 'interaction_required');
  target.searchParams.set('state', asked.get('state') ?? '');
  return { status: 302, headers: { location: target.href } };
}

function decide(form: URLSearchParams, world: OAuthWorld, redirectUri: string): Reply {
  const target = new URL(redirectUri);
  const state = form.get('state');
  if (state !== null) target.searchParams.set('state', state);
  const address = (form.get('account') ?? '').toLowerCase();
  const scopes = form.getAll('granted');
  if (form.get('decision') !== 'allow' || scopes.length === 0 || !world.addresses().includes(address)) {
    target.searchParams.set('error', 'access_denied');
    return { status: 302, headers: { location: target.href } };
  }
  const granted = form.get('include_granted_scopes') === 'true' ? world.grants.scopesOf(address) : [];
  const all = [...new Set([...scopes, ...granted])];
  const asks = (form.get('prompt') ?? '').split(' ').includes('consent');
  const consented = asks || world.grants.scopesOf(address).length === 0;
  world.grants.remember(address, all);
  const code = world.grants.issueCode({
    address,
    scopes: all,
    redirectUri,
    offline: form.get('access_type') === 'offline',
    consented,
    challenge: form.get('code_challenge') ?? undefined,
    challengeMethod: form.get('code_challenge_method') === 'S256' ? 'S256' : 'plain',
  });
  target.searchParams.set('code', code);
  target.searchParams.set('scope', all.join(' '));
  return { status: 302, headers: { location: target.href } };
}

function exchange(request: Request, world: OAuthWorld): Reply {
  const form = new URLSearchParams(request.body.toString());
  if (request.verb !== 'POST') return failure(404, 'not_found', 'POST only');
  if (!isClient(request, form, world.client)) {
    return failure(401, 'invalid_client', 'The provided client secret is invalid.');
  }
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(form, world);
    case 'refresh_token':
      return refresh(form, world);
    default:
      return failure(400, 'unsupported_grant_type', 'Invalid grant_type');
  }
}

function exchangeCode(form: URLSearchParams, { grants, client }: OAuthWorld): Reply {
  const request = grants.takeCode(form.get('code') ?? '');
  if (!request) return failure(400, 'invalid_grant', 'Malformed auth code.');
  if (form.get('redirect_uri') !== request.redirectUri) {
    return failure(400, 'redirect_uri_mismatch', 'Bad Request');
  }
  if (!answersChallenge(request, form.get('code_verifier') ?? undefined)) {
    return failure(400, 'invalid_grant', 'Invalid code verifier.');
  }
  const { address, scopes } = request;
  const given = request.offline && request.consented;
  const refreshToken = given ? { refresh_token: grants.issueRefreshToken(address, scopes) } : {};
  const identity = scopes.includes('openid') ? { id_token: idToken(client, address, scopes) } : {};
  return tokens(grants, address, scopes, { ...refreshToken, ...identity });
}

/** Its signature is none: whoever gets it from here has no need of one. */
function idToken({ clientId }: OAuthClient, address: string, scopes: readonly string[]): string {
  const hasEmail = scopes.some((scope) => scope === 'email' || scope.endsWith('/auth/userinfo.email'));
  const claims = {
    iss: 'https://accounts.google.com',
    aud: clientId,
    azp: clientId,
    sub: createHash('sha256').update(address).digest('hex').slice(0, 21),
    ...(hasEmail && { email: address, email_verified: true }),
  };
  const parts = [{ alg: 'RS256', kid: 'simulator', typ: 'JWT' }, claims, {}];
  return parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

function refresh(form: URLSearchParams, { grants }: OAuthWorld): Reply {
  const token = grants.refresh(form.get('refresh_token') ?? '');
  if (!token) return failure(400, 'invalid_grant', 'Token has been expired or revoked.');
  return tokens(grants, token.address, token.scopes, {});
}

function tokens(
  grants: OAuthGrants,
  address: string,
  scopes: readonly string[],
  more: Record<string, string>,
): Reply {
  const access = grants.issueAccessToken(address, scopes);
  const body = {
    access_token: access.token,
    expires_in: grants.secondsLeft(access),
    ...more,
    scope: scopes.join(' '),
    token_type: 'Bearer',
  };
  return { status: 200, body, headers: { 'cache-control': 'no-store' } };
}

function revoke({ url, body }: Request, { grants }: OAuthWorld): Reply {
  const token = url.searchParams.get('token') ?? new URLSearchParams(body.toString()).get('token') ?? '';
  const owner = grants.ownerOf(token);
  if (owner === undefined) return failure(400, 'invalid_token', 'Token expired or revoked');
  grants.revoke(owner);
  return { status: 200, body: {} };
}

function tokenInfo({ url, body }: Request, { client, grants }: OAuthWorld): Reply {
  const form = new URLSearchParams(body.toString());
  const access = grants.access(url.searchParams.get('access_token') ?? form.get('access_token') ?? '');
  if (!access || !grants.isAlive(access)) return failure(400, 'invalid_token', 'Invalid Value');
  const told = {
    azp: client.clientId,
    aud: client.clientId,
    scope: access.scopes.join(' '),
    exp: String(Math.floor(access.expiresAt / 1000)),
    expires_in: String(grants.secondsLeft(access)),
    email: access.address,
    email_verified: 'true',
    access_type: 'offline',
  };
  return { status: 200, body: told };
}

function isClient({ headers }: Request, form: URLSearchParams, client: OAuthClient): boolean {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
    return id === client.clientId && secret === client.clientSecret;
  }
  return form.get('client_id') === client.clientId && form.get('client_secret') === client.clientSecret;
}

const failure = (status: number, error: string, description: string): Reply => ({
  status,
  body: { error, error_description: description },
});
