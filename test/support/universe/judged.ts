import type { Ground } from './ground.ts';
import type { Box, Universe } from './universe.ts';

/** What of a universe tells what has to be shown: whoever has as much can be judged alike. */
export interface Judged
  extends Pick<Universe, 'contacts' | 'automated' | 'locations' | 'person' | 'leavesOut'> {
  readonly boxes: readonly JudgedBox[];
  readonly ground: Pick<Ground, 'mailbox' | 'ledger' | 'messages' | 'conversations'>;
}

export type JudgedBox = Pick<Box, 'mailboxId' | 'account' | 'locations' | 'due'>;
