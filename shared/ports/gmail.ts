import type { GmailMessage, HistoryPage, MessageRef } from '../domain/gmail.ts';
import type { HistoryId } from '../domain/historyId.ts';
import type { EmailAddress, GmailMessageId, GmailThreadId } from '../domain/ids.ts';
import type { Mailbox } from '../domain/mailbox.ts';

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
  /**
   * Newest first, up to 500 a page; without spam and trash, as Gmail's search does it, unless `everywhere`.
   * @throws invalidRequest where Gmail no longer takes the page token
   */
  listMessages(request: MessageSearch): Promise<MessageListPage>;
  /** The labels of one message, without its content. @throws messageGone */
  getLabels(id: GmailMessageId): Promise<readonly string[]>;
  /** The ids of all labels that a message can have: Gmail's own and the person's. */
  listLabels(): Promise<readonly string[]>;
  /** The addresses that the mailbox may send as: its own and its verified aliases. */
  listSendAs(): Promise<readonly SendAs[]>;
  /**
   * Sends a whole RFC 2822 mail, `Bcc` included, once: never repeated inside. Gmail keeps its Message-ID, and puts it
   * into the thread only if it answers into it under its subject.
   * @throws messageGone where there is no such thread; dailyLimitExceeded also where the person has sent as much as
   * Gmail allows a day, which says nothing about reading; unavailable where Gmail may have sent it all the same:
   * after any other code it was not sent
   */
  sendMessage(mail: { raw: Uint8Array; threadId?: GmailThreadId }): Promise<MessageRef>;
  /** Changes the labels of up to 1,000 messages in one step; those that are gone are passed over. */
  modifyLabels(
    ids: readonly GmailMessageId[],
    change: { add?: readonly string[]; remove?: readonly string[] },
  ): Promise<void>;
  /**
   * The bytes of a part; `attachmentId` is of a get of this moment: Gmail's ids are short-lived.
   * @throws messageGone; invalidRequest where Gmail no longer takes the id
   */
  getAttachment(id: GmailMessageId, attachmentId: string): Promise<Uint8Array>;
  /** Starts or renews notifications about every label to `topic`. @throws topicNotPermitted, watchTaken */
  watch(topic: string): Promise<{ historyId: HistoryId; expiration: Date }>;
  /** Ends notifications; harmless when there are none. */
  stopWatch(): Promise<void>;
}

/** The name is empty where the person has set none. */
export interface SendAs {
  readonly address: EmailAddress;
  readonly name: string;
}

export interface MessageSearch {
  readonly query: string;
  readonly maxResults: number;
  readonly pageToken?: string;
  /** Only messages that have this label. */
  readonly labelId?: string;
  /** Spam and trash as well. */
  readonly everywhere?: boolean;
}

export interface MessageListPage {
  readonly messages: readonly MessageRef[];
  /** Gmail's guess at how many there are in all; it can be far off. */
  readonly estimate: number;
  readonly nextPageToken?: string;
}

/** Google's OAuth for web servers, with PKCE. */
export interface GoogleOAuth {
  /** The consent page: fresh consent, to our scopes. */
  authorizationUrl(request: {
    state: string;
    codeChallenge: string;
    redirectUri: string;
    loginHint?: string;
  }): string;
  /** @throws grantRevoked when the code is used, expired or foreign, unavailable */
  exchangeCode(request: { code: string; codeVerifier: string; redirectUri: string }): Promise<GoogleTokens>;
  /**
   * Ends all that the token's owner has granted to our project, tokens of other consents included; what is already dead
   * is no error. @throws unavailable
   */
  revoke(token: string): Promise<void>;
}

export interface GoogleTokens {
  /** Absent when Google gave no offline access. */
  readonly refreshToken?: string;
  readonly accessToken: string;
  readonly expiresAt: Date;
  /** What the person really granted; they may have unticked some. */
  readonly scopes: readonly string[];
  /** Whose they are; only where that was asked for. */
  readonly emailAddress?: EmailAddress;
}

/** Opens a mailbox's Gmail with its stored grant. @throws grantRevoked when there is none, or only one that is newer than the mailbox is known to be; undecryptable */
export interface GmailAccess {
  open(mailbox: Pick<Mailbox, 'mailboxId' | 'grantVersion'>): Promise<Gmail>;
  /** Gmail with tokens that are not stored yet, to learn whose they are. */
  openWith(tokens: GoogleTokens): Gmail;
  /**
   * Ends the stored grant at Google, for good; one that is dead already is no error.
   * @throws grantRevoked when there is none, or only a newer one; unavailable, rateLimited, undecryptable
   */
  revoke(mailbox: Pick<Mailbox, 'mailboxId' | 'grantVersion'>): Promise<void>;
}
