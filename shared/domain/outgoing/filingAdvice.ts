import { pauseAdvice, statusAdvice } from '../advice/mailboxAdvice.ts';
import type { SyncOutcome } from '../syncOutcome.ts';

export const ELSEWHERE =
  'It is sent. Nobody in it is a contact of your locations, so that it is in no conversation.';

const SOON = 'It is sent. It will be in the conversation within moments.';
const LATER = 'It is sent. It comes into the conversation with the next sync of the mailbox.';

/** Of a mail that is sent and not stored yet: why, and that nothing is to be done about it. */
export function pendingAdvice(outcome: SyncOutcome | undefined): string {
  if (outcome?.outcome === 'paused') return `${LATER} ${pauseAdvice(outcome.until)}`;
  if (outcome?.outcome === 'blocked') return `${LATER} ${statusAdvice(outcome.status)}`;
  return SOON;
}
