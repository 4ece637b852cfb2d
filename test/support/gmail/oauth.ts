import { randomBytes, randomInt } from 'node:crypto';
import { type OAuthClient, OAuthGrants } from './oauthGrants.ts';

export const GMAIL_SCOPES = ['modify', 'labels', 'readonly', 'send'].map(
  (name) => `https://www.googleapis.com/auth/gmail.${name}`,
);

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scopes: readonly string[];
}

/** Google's OAuth as a test works it. */
export class OAuth implements OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[] | undefined;
  readonly grants: OAuthGrants;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  readonly tokenInfoUrl: string;

  constructor(url: string, now: () => number, client: Partial<OAuthClient> = {}) {
    this.clientId = client.clientId ?? `${randomInt(10 ** 9, 10 ** 10)}-sim.apps.googleusercontent.com`;
    this.clientSecret = client.clientSecret ?? `GOCSPX-${randomBytes(20).toString('base64url')}`;
    this.redirectUris = client.redirectUris;
    this.grants = new OAuthGrants(now);
    this.authUrl = `${url}/o/oauth2/v2/auth`;
    this.tokenUrl = `${url}/token`;
    this.revokeUrl = `${url}/revoke`;
    this.tokenInfoUrl = `${url}/tokeninfo`;
  }

  get accessTokenLifetimeMs(): number {
    return this.grants.accessTokenLifetimeMs;
  }

  set accessTokenLifetimeMs(ms: number) {
    this.grants.accessTokenLifetimeMs = ms;
  }

  /** Tokens without a consent page; the scopes that the product asks for, unless told. */
  grant({ address, scopes = GMAIL_SCOPES }: { address: string; scopes?: readonly string[] }): Tokens {
    const owner = address.toLowerCase();
    this.grants.remember(owner, scopes);
    const { token } = this.grants.issueAccessToken(owner, scopes);
    return { accessToken: token, refreshToken: this.grants.issueRefreshToken(owner, scopes), scopes };
  }

  /**
   * Does what a person does on the consent page, over HTTP, and returns the URL that the browser would go to.
   * `untick` names scopes, whole or by their end, e.g. `gmail.send`.
   */
  async consent(
    url: string,
    choice: { account?: string; deny?: boolean; untick?: readonly string[] } = {},
  ): Promise<string> {
    const shown = await fetch(url);
    const html = await shown.text();
    if (!shown.ok)
      throw new Error(`The consent page answered ${shown.status}: ${html.replace(/<[^>]+>/g, ' ')}`);
    const asked = new URL(url).searchParams;
    const form = new URLSearchParams(asked);
    const account = choice.account ?? /name="account" value="([^"]*)" checked/.exec(html)?.[1];
    if (account !== undefined) form.set('account', account);
    form.set('decision', choice.deny ? 'deny' : 'allow');
    for (const scope of (asked.get('scope') ?? '').split(' ')) {
      if (!choice.untick?.some((end) => scope.endsWith(end))) form.append('granted', scope);
    }
    const answer = await fetch(this.authUrl, { method: 'POST', body: form, redirect: 'manual' });
    await answer.arrayBuffer();
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`The consent form answered ${answer.status} and no redirect`);
    return location;
  }

  /** Ends one access token, or all of an account, as time would. */
  expireAccessTokens(of: { address: string } | { accessToken: string }): void {
    this.grants.expireAccessTokens((access) =>
      'address' in of ? access.address === of.address.toLowerCase() : access.token === of.accessToken,
    );
  }

  /** What the person does in their Google account: every token of the grant is dead. */
  revokeGrant(address: string): void {
    this.grants.revoke(address.toLowerCase());
  }

  /** One refresh token dies, the others live on. */
  killRefreshToken(refreshToken: string): void {
    this.grants.killRefreshToken(refreshToken);
  }
}
