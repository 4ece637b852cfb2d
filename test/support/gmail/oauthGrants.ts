import { createHash, randomBytes } from 'node:crypto';

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where codes may be sent; anywhere when undefined. */
  readonly redirectUris: readonly string[] | undefined;
}

export interface AccessToken {
  readonly token: string;
  readonly address: string;
  readonly scopes: readonly string[];
  expiresAt: number;
  revoked: boolean;
}

interface RefreshToken {
  readonly token: string;
  readonly address: string;
  readonly scopes: readonly string[];
}

export interface CodeRequest {
  readonly address: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly offline: boolean;
  /** Whether the person was asked, not only sent on. */
  readonly consented: boolean;
  readonly challenge: string | undefined;
  readonly challengeMethod: 'S256' | 'plain';
}

/** More live refresh tokens than this of one account and client, and the oldest stops to work. */
const MOST_REFRESH_TOKENS = 100;
const CODE_LIFETIME_MS = 10 * 60_000;

/** What people have granted, and the tokens and codes that are alive. */
export class OAuthGrants {
  accessTokenLifetimeMs = 3_599_000;
  readonly #now: () => number;
  readonly #access = new Map<string, AccessToken>();
  readonly #refresh = new Map<string, RefreshToken>();
  readonly #codes = new Map<string, CodeRequest & { readonly expiresAt: number }>();
  readonly #granted = new Map<string, Set<string>>();
  readonly #issued: string[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Every code and token that was ever given out, the dead ones too. */
  get issued(): readonly string[] {
    return this.#issued;
  }

  scopesOf(address: string): readonly string[] {
    return [...(this.#granted.get(address) ?? [])];
  }

  issueCode(request: CodeRequest): string {
    const code = `4/0A${secret(40)}`;
    this.#issued.push(code);
    this.#codes.set(code, { ...request, expiresAt: this.#now() + CODE_LIFETIME_MS });
    return code;
  }

  /** Takes a code out, used or not: none is good twice. */
  takeCode(code: string): CodeRequest | undefined {
    const request = this.#codes.get(code);
    this.#codes.delete(code);
    return request && request.expiresAt > this.#now() ? request : undefined;
  }

  remember(address: string, scopes: readonly string[]): void {
    this.#granted.set(address, new Set([...this.scopesOf(address), ...scopes]));
  }

  issueAccessToken(address: string, scopes: readonly string[]): AccessToken {
    const expiresAt = this.#now() + this.accessTokenLifetimeMs;
    const access = { token: `ya29.${secret(120)}`, address, scopes, expiresAt, revoked: false };
    this.#issued.push(access.token);
    this.#access.set(access.token, access);
    return access;
  }

  issueRefreshToken(address: string, scopes: readonly string[]): string {
    const token = `1//0${secret(64)}`;
    this.#issued.push(token);
    this.#refresh.set(token, { token, address, scopes });
    const live = [...this.#refresh.values()].filter((each) => each.address === address);
    for (const old of live.slice(0, -MOST_REFRESH_TOKENS)) this.#refresh.delete(old.token);
    return token;
  }

  refresh(token: string): RefreshToken | undefined {
    return this.#refresh.get(token);
  }

  /** The token, expired and revoked ones too. */
  access(token: string): AccessToken | undefined {
    return this.#access.get(token);
  }

  isAlive(access: AccessToken): boolean {
    return !access.revoked && access.expiresAt > this.#now();
  }

  secondsLeft(access: AccessToken): number {
    return Math.max(0, Math.floor((access.expiresAt - this.#now()) / 1000));
  }

  expireAccessTokens(which: (access: AccessToken) => boolean): void {
    for (const access of this.#access.values()) if (which(access)) access.expiresAt = this.#now();
  }

  killRefreshToken(token: string): void {
    this.#refresh.delete(token);
  }

  /** Ends all of an account's tokens. */
  revoke(address: string): void {
    this.#granted.delete(address);
    for (const access of this.#access.values()) if (access.address === address) access.revoked = true;
    for (const { token, address: of } of this.#refresh.values())
      if (of === address) this.#refresh.delete(token);
  }

  ownerOf(token: string): string | undefined {
    const access = this.#access.get(token);
    return this.#refresh.get(token)?.address ?? (access && this.isAlive(access) ? access.address : undefined);
  }
}

export function answersChallenge(request: CodeRequest, verifier: string | undefined): boolean {
  if (request.challenge === undefined) return true;
  if (verifier === undefined) return false;
  const answer =
    request.challengeMethod === 'plain'
      ? verifier
      : createHash('sha256').update(verifier).digest('base64url');
  return answer === request.challenge;
}

const secret = (bytes: number) => randomBytes(bytes).toString('base64url');
