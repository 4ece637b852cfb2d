import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { PassThroughClient } from 'google-auth-library';

export type ClientOptions = NonNullable<ConstructorParameters<typeof SecretManagerServiceClient>[0]>;

/** UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED and INTERNAL: reading again is harmless. */
const TRANSIENT = [14, 4, 8, 13];

/** The client's own settings begin at two seconds and go on for ten minutes; a notification waits here. */
export const DEFAULT_TIMING = { firstDelayMs: 100, attemptMs: 5_000, totalMs: 15_000 };

/** Signing in failed; whoever asks next tries again. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
}

/**
 * Google's client for Secret Manager, loaded when it is first needed: most instances of a function start without. REST,
 * because beside Firestore's client the first read then took 85 ms and not 150 as over gRPC, and 10 MB less.
 */
export function secretManagerClient(options: ClientOptions): () => Promise<SecretManagerServiceClient> {
  let client: SecretManagerServiceClient | undefined;

  return async () => {
    const { SecretManagerServiceClient } = await import('@google-cloud/secret-manager');
    client ??= new SecretManagerServiceClient({ fallback: true, ...options });
    const used = client;
    try {
      // A call would do it as well, but leave a failure to sign in unhandled, and repeat that failure for ever.
      await used.initialize();
    } catch (error) {
      client = undefined;
      throw new NotSignedIn('Signing in failed', { cause: error });
    }
    return used;
  };
}

/** Another endpoint than Google's, which is not told who asks. */
export function secretManagerAt(url: string | undefined): ClientOptions {
  if (!url) return {};
  const { hostname, port, protocol } = new URL(url);
  const isHttp = protocol === 'http:';
  return {
    apiEndpoint: hostname,
    port: Number(port || (isHttp ? 80 : 443)),
    protocol: isHttp ? 'http' : 'https',
    authClient: new PassThroughClient(),
  };
}

export const callOptions = ({ firstDelayMs, attemptMs, totalMs }: typeof DEFAULT_TIMING) => ({
  retry: {
    retryCodes: TRANSIENT,
    backoffSettings: {
      initialRetryDelayMillis: firstDelayMs,
      retryDelayMultiplier: 2,
      maxRetryDelayMillis: 2_000,
      initialRpcTimeoutMillis: attemptMs,
      rpcTimeoutMultiplier: 1,
      maxRpcTimeoutMillis: attemptMs,
      totalTimeoutMillis: totalMs,
    },
  },
});
