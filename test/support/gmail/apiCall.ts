import type { Account } from './account.ts';
import type { Notifications } from './notifications.ts';
import type { PayloadStyle } from './payload.ts';
import type { GmailMethod } from './usage.ts';

/** A Gmail call that may be made: its account is known, its scope and quota suffice. */
export interface ApiCall {
  readonly account: Account;
  readonly id: string;
  readonly attachmentId: string;
  readonly query: URLSearchParams;
  /** The JSON body, or undefined when there is none. */
  readonly json: unknown;
  /** The RFC 2822 bytes of an upload. */
  readonly media: Buffer | undefined;
  readonly now: () => number;
  readonly style: PayloadStyle;
  readonly notifications: Notifications;
}

/** What a method answers; undefined is 204 without a body. */
export type Endpoint = (call: ApiCall) => unknown;
export type Endpoints<Prefix extends string> = Record<Extract<GmailMethod, `${Prefix}${string}`>, Endpoint>;
