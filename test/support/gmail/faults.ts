import type * as wire from '../wire/faults.ts';
import type { Answer } from '../wire/httpExchange.ts';
import type { GmailMethod } from './usage.ts';

export type FaultyMethod =
  | GmailMethod
  | 'people.connections.list'
  | 'oauth.auth'
  | 'oauth.token'
  | 'oauth.revoke'
  | 'oauth.tokeninfo';

/** What goes wrong with a call to Gmail or to Google's OAuth, whose calls have no account. */
export type Fault = wire.Fault<FaultyMethod>;
export type Faults = wire.Faults<FaultyMethod>;
export type Latency = wire.Latency<FaultyMethod>;

/** A `googleErrors` value fits. */
export type FaultReply = Answer;
