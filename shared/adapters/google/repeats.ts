import type { gaxios } from 'google-auth-library';

const MAX_REPEATS = 2;
const FIRST_WAIT_MS = 250;

interface RepeatOptions {
  /** The verbs that may be sent again. Empty: never. */
  readonly methods: readonly string[];
  /** Once it has fired, nothing is sent again. */
  readonly deadline?: AbortSignal;
  /** Random number in [0, 1), for the jitter. */
  readonly random?: () => number;
}

/**
 * The one policy for sending a request again: at most twice, after 5xx or no answer, within the deadline, after a
 * random wait of up to 250 and 500 ms. Never after a 4xx: 403 and 429 pause the mailbox, and sending the same again
 * at once makes a rate limit worse.
 */
export function repeats({ methods, deadline, random = Math.random }: RepeatOptions): gaxios.RetryConfig {
  return {
    shouldRetry: ({ config, status }) =>
      !deadline?.aborted &&
      methods.includes(config.method ?? 'GET') &&
      (config.retryConfig?.currentRetryAttempt ?? 0) < MAX_REPEATS &&
      (status === undefined || status >= 500),
    retryBackoff: ({ config }) => {
      const attempt = config.retryConfig?.currentRetryAttempt ?? 1;
      return new Promise((resolve) => setTimeout(resolve, random() * FIRST_WAIT_MS * 2 ** (attempt - 1)));
    },
  };
}
