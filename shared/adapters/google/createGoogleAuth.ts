import { OAuth2Client } from 'google-auth-library';
import { directFetch } from './directFetch.ts';
import { repeats } from './repeats.ts';

export interface GoogleAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly tokenUrl?: string | undefined;
  /** Milliseconds for one attempt at the token endpoint. */
  readonly timeoutMs?: number;
}

/**
 * One mailbox's grant. The access token lives in the client that this returns: whoever keeps the client spends one
 * refresh an hour, and calls that start together share it. The token is renewed five minutes before it ends.
 *
 * `forceRefreshOnFailure` stays off: the library would refresh and repeat after each 403 too, and a 403 is how
 * Gmail limits the rate. `createGmail` renews a token that Gmail refuses with 401 by itself.
 */
export function createGoogleAuth(options: GoogleAuthOptions): OAuth2Client {
  return new OAuth2Client({
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    credentials: { refresh_token: options.refreshToken },
    eagerRefreshThresholdMillis: 5 * 60_000,
    ...(options.tokenUrl === undefined ? {} : { endpoints: { oauth2TokenUrl: options.tokenUrl } }),
    transporterOptions: {
      timeout: options.timeoutMs ?? 10_000,
      fetchImplementation: directFetch,
      retryConfig: repeats({ methods: ['POST'] }),
    },
  });
}
