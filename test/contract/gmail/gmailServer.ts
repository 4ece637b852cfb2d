import type { Mail } from '../../support/gmail/mail.ts';

/** A server that speaks Gmail's API and Google's OAuth, as the contract's cases work it from behind. */
export interface GmailServer extends AsyncDisposable {
  readonly endpoints: {
    readonly apiUrl: string;
    readonly authUrl: string;
    readonly tokenUrl: string;
    readonly revokeUrl: string;
  };
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  /** A mailbox of its own, without mail. */
  addMailbox(options?: {
    aliases?: readonly string[];
    unverifiedAliases?: readonly string[];
    /** By address; an alias that has none is sent under no name. */
    aliasNames?: Readonly<Record<string, string>>;
  }): Promise<ServedMailbox>;
  /** What a person does on the consent page; returns where the browser is sent. */
  consent(url: string, choice: { address: string; untick?: readonly string[] }): Promise<URL>;
  /** From now on Gmail may not publish to any topic. */
  forbidPublishing(): Promise<Disposable>;
}

export type Refusal =
  | 'userRateLimitExceeded'
  | 'tooManyRequests'
  | 'dailyLimitExceeded'
  | 'domainPolicy'
  | 'backendError'
  | 'brokenConnection';

export interface Delivered {
  readonly id: string;
  readonly threadId: string;
}

export interface ServedMailbox {
  readonly address: string;
  /** Whose it is, as people see who get mail from it. */
  readonly displayName: string;
  /** A mail arrives, in INBOX and UNREAD unless it says otherwise. */
  deliver(mail: Mail): Promise<Delivered>;
  relabel(
    ids: readonly string[],
    change: { add?: readonly string[]; remove?: readonly string[] },
  ): Promise<void>;
  delete(id: string): Promise<void>;
  /** The person makes a label; its id. */
  addLabel(name: string): Promise<string>;
  /** Every history id handed out so far becomes too old. */
  expireHistory(): Promise<void>;
  /** Ends the access tokens before their time; refresh tokens live on. */
  endAccessTokens(): Promise<void>;
  /** The next calls of this mailbox are refused. */
  refuse(refusal: Refusal, times?: number): Promise<void>;
  /** What Gmail has published about this mailbox. */
  notifications(): Promise<readonly { readonly topic: string; readonly historyId: string }[]>;
}
