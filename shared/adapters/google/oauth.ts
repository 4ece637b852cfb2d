import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import { z } from 'zod';
import { normaliseAddress } from '../../domain/content/emailAddress.ts';
import type { EmailAddress } from '../../domain/ids.ts';
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
  /** What agents grant for their mailbox unless told. */
  readonly consent?: Consent;
}

export interface Consent {
  readonly scopes: readonly string[];
  /** `offline`: it lasts, by a refresh token. `online`: for as long as one access token does. */
  readonly access: 'offline' | 'online';
}

const MAILBOX_CONSENT: Consent = { scopes: GMAIL_SCOPES, access: 'offline' };

/** Google's OAuth for web servers, with PKCE. */
export function createGoogleOAuth(options: GoogleOAuthOptions): GoogleOAuth {
  const client = clientOf(options);
  const { scopes, access } = options.consent ?? MAILBOX_CONSENT;
  return {
    authorizationUrl: ({ state, codeChallenge, redirectUri, loginHint }) =>
      client.generateAuthUrl({
        state,
        redirect_uri: redirectUri,
        scope: [...scopes],
        access_type: access,
        prompt: 'consent',
        code_challenge: codeChallenge,
        code_challenge_method: CodeChallengeMethod.S256,
        ...(loginHint !== undefined && { login_hint: loginHint }),
      }),
    exchangeCode: ({ code, codeVerifier, redirectUri }) =>
      exchange(client, { code, codeVerifier, redirectUri }, scopes),
    revoke: (token) => revoke(client, token),
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

const Tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expiry_date: z.number(),
  scope: z.string().optional(),
  id_token: z.string().optional(),
});

async function exchange(
  client: OAuth2Client,
  request: { code: string; codeVerifier: string; redirectUri: string },
  asked: readonly string[],
): Promise<GoogleTokens> {
  const operation = 'google.oauth.exchange';
  const { code, codeVerifier, redirectUri } = request;
  const { tokens } = await client
    .getToken({ code, codeVerifier, redirect_uri: redirectUri })
    .catch((error) => {
      throw translateOAuthError(error, operation);
    });
  const { access_token, refresh_token, expiry_date, scope, id_token } = parseAnswer(
    Tokens,
    tokens,
    operation,
  );
  const emailAddress = id_token === undefined ? undefined : ownerOf(id_token);
  return {
    accessToken: access_token,
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    expiresAt: new Date(expiry_date),
    // RFC 6749 section 5.1: it may be left out where it is what was asked for.
    scopes: scope === undefined ? asked : scope.split(' ').filter(Boolean),
    ...(emailAddress !== undefined && { emailAddress }),
  };
}

const Claims = z.object({ email: z.string() });

/** Unsigned it is as good: it has come from Google itself. https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation */
function ownerOf(idToken: string): EmailAddress | undefined {
  const [, claims = ''] = idToken.split('.');
  try {
    const told = Claims.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString())).data;
    return told && normaliseAddress(told.email);
  } catch {
    return undefined;
  }
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
