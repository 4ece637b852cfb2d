import type { Recipients } from './relayRecipients.ts';
import type { RelayRun } from './relayRun.ts';

/** What a run is about, for one entry. */
export interface Delivery {
  readonly run: RelayRun;
  readonly recipients: Recipients;
  /** Set once GHL did not know a place that was asked for anew. */
  hasForgotten: boolean;
  /** Whether it is to be logged under another email. */
  isAnswer: boolean;
}
