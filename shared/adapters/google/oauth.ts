import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import { z } from 'zod';
import { GMAIL_SCOPES } from '../../domain/scopes.ts';
import type { GoogleOAuth, GoogleTokens } from '../../ports/gmail.ts';
import { directFetch } from './directFetch.ts';
import { parseAnswer } from './parseAnswer.ts';
import { repeats } from './repeats.ts';
import { serviceFailure } from './serviceFailure.ts';
import { translateOAuthError } from './translateOAuthError.ts';

export interface GoogleOAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authUrl?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly revokeUrl?: string | undefined;
  /** Milliseconds for a call. */
  readonly timeoutMs?: number;
}

/** Google's OAuth for web servers, with PKCE. */
export function createGoogleOAuth(options: GoogleOAuthOptions): GoogleOAuth {
  const client = clientOf(options);
  return {
    authorizationUrl: ({ state, codeChallenge, redirectUri, loginHint }) =>
      client.generateAuthUrl({
        state,
        redirect_uri: redirectUri,
        scope: [...GMAIL_SCOPES],
        access_type: 'offline',
        prompt: 'consent',
        code_challenge: codeChallenge,
        code_challenge_method: CodeChallengeMethod.S256,
        ...(loginHint !== undefined && { login_hint: loginHint }),
      }),
    exchangeCode: ({ code, codeVerifier, redirectUri }) =>
      exchange(client, { code, codeVerifier, redirectUri }),
    revoke: (refreshToken) => revoke(client, refreshToken),
  };
}

/** Sends nothing twice: a code is single use, and Google ends the tokens of a code that comes again. */
function clientOf(options: GoogleOAuthOptions): OAuth2Client {
  const { authUrl, tokenUrl, revokeUrl } = options;
  return new OAuth2Client({
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    endpoints: {
      ...(authUrl && { oauth2AuthBaseUrl: authUrl }),
      ...(tokenUrl && { oauth2TokenUrl: tokenUrl }),
      ...(revokeUrl && { oauth2RevokeUrl: revokeUrl }),
    },
    transporterOptions: {
      timeout: options.timeoutMs ?? 10_000,
      fetchImplementation: directFetch,
      retryConfig: repeats({ methods: [] }),
    },
  });
}

/** RFC 6749 section 5.1: `scope` may be left out where it is what was asked for. */
const Tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expiry_date: z.number(),
  scope: z.string().default(GMAIL_SCOPES.join(' ')),
});

async function exchange(
  client: OAuth2Client,
  request: { code: string; codeVerifier: string; redirectUri: string },
): Promise<GoogleTokens> {
  const operation = 'google.oauth.exchange';
  const { code, codeVerifier, redirectUri } = request;
  const { tokens } = await client
    .getToken({ code, codeVerifier, redirect_uri: redirectUri })
    .catch((error) => {
      throw translateOAuthError(error, operation);
    });
  const { access_token, refresh_token, expiry_date, scope } = parseAnswer(Tokens, tokens, operation);
  return {
    accessToken: access_token,
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    expiresAt: new Date(expiry_date),
    scopes: scope.split(' ').filter(Boolean),
  };
}

/** RFC 7009: the token goes in the body, where the library would put it in the URL, which ends up in logs. */
async function revoke(client: OAuth2Client, token: string): Promise<void> {
  try {
    await client.transporter.request({
      method: 'POST',
      url: client.endpoints.oauth2RevokeUrl.toString(),
      data: new URLSearchParams({ token }),
    });
  } catch (error) {
    if (serviceFailure(error)?.oauthError === 'invalid_token') return;
    throw translateOAuthError(error, 'google.oauth.revoke');
  }
}
