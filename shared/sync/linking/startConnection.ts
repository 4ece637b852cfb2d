import { createHash } from 'node:crypto';
import type { AgentId } from '../../domain/ids.ts';
import type { GoogleOAuth } from '../../ports/gmail.ts';
import type { Clock, Random } from '../../ports/platform.ts';
import type { ConnectionStore } from '../../ports/stores/connectionStore.ts';

/** Time for a person to find the password. */
const PENDING_MS = 30 * 60_000;

export interface ConnectDeps {
  readonly connections: ConnectionStore;
  readonly oauth: GoogleOAuth;
  readonly clock: Clock;
  readonly random: Random;
}

/** Begins an OAuth round trip for this agent and returns the consent page's URL. */
export async function startConnection(
  deps: ConnectDeps,
  request: { uid: AgentId; redirectUri: string; loginHint?: string; returnTo?: string | undefined },
): Promise<{ url: string }> {
  const state = deps.random.token();
  const codeVerifier = deps.random.token();
  await deps.connections.savePending({
    stateHash: hashState(state),
    uid: request.uid,
    codeVerifier,
    redirectUri: request.redirectUri,
    expiresAt: new Date(deps.clock.now().getTime() + PENDING_MS),
    returnTo: request.returnTo ?? null,
  });
  const url = deps.oauth.authorizationUrl({
    state,
    codeChallenge: codeChallengeOf(codeVerifier),
    redirectUri: request.redirectUri,
    ...(request.loginHint && { loginHint: request.loginHint }),
  });
  return { url };
}

/** RFC 7636, `S256`. */
export function codeChallengeOf(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url');
}

/** Stored hashed, so that whoever reads the database cannot finish somebody's connection. */
export function hashState(state: string): string {
  return createHash('sha256').update(state).digest('base64url');
}
