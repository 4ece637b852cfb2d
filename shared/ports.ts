import type { GmailMessage, HistoryPage, MessageRef } from './domain/gmail.ts';
import type { HistoryId } from './domain/historyId.ts';
import type { EmailAddress, GmailMessageId, GmailThreadId } from './domain/ids.ts';

/**
 * Gmail, as one mailbox's grant sees it. Every method is one HTTP call, retried inside only where Gmail says
 * that a repeat is harmless, and throws `SyncError` alone: `rateLimited`, `dailyLimitExceeded`, `unauthorized`,
 * `grantRevoked`, `insufficientScope`, `forbidden`, `unavailable`, `malformedAnswer`, and what the method names.
 */
export interface Gmail {
  getProfile(): Promise<{ emailAddress: EmailAddress; historyId: HistoryId }>;
  /** Up to 500 records a page. A page may have no records and still a next page. @throws historyExpired */
  listHistory(request: { startHistoryId: HistoryId; pageToken?: string }): Promise<HistoryPage>;
  /** The whole message, `format=full`. @throws messageGone */
  getMessage(id: GmailMessageId): Promise<GmailMessage>;
  /** The whole thread's messages, oldest first, drafts and trash included. @throws messageGone */
  getThread(id: GmailThreadId): Promise<readonly GmailMessage[]>;
  /** Newest first; without spam and trash, as Gmail's search does it. `maxResults` up to 500. */
  listMessages(request: { query: string; maxResults: number; pageToken?: string }): Promise<MessageListPage>;
  /** The addresses that the mailbox may send as: its own and its verified aliases. */
  listSendAs(): Promise<readonly EmailAddress[]>;
  /** Starts or renews notifications about every label to `topic`. @throws topicNotPermitted, watchTaken */
  watch(topic: string): Promise<{ historyId: HistoryId; expiration: Date }>;
  /** Ends notifications; harmless when there are none. */
  stopWatch(): Promise<void>;
}

export interface MessageListPage {
  readonly messages: readonly MessageRef[];
  readonly nextPageToken?: string;
}

/** Google's OAuth for web servers, with PKCE. */
export interface GoogleOAuth {
  /** The consent page: offline access, fresh consent, our scopes. */
  authorizationUrl(request: {
    state: string;
    codeChallenge: string;
    redirectUri: string;
    loginHint?: string;
  }): string;
  /** @throws grantRevoked when the code is used, expired or foreign, unavailable */
  exchangeCode(request: { code: string; codeVerifier: string; redirectUri: string }): Promise<GoogleTokens>;
  /** Ends a grant; a grant that is already dead is no error. @throws unavailable */
  revoke(refreshToken: string): Promise<void>;
}

export interface GoogleTokens {
  /** Absent when Google gave no offline access. */
  readonly refreshToken?: string;
  readonly accessToken: string;
  readonly expiresAt: Date;
  /** What the person really granted; they may have unticked some. */
  readonly scopes: readonly string[];
}
