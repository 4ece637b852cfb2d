import type { EmailAddress } from './ids.ts';
import type { Envelope } from './message.ts';

/**
 * Everyone who took part, each once, the sender first. Reply-To is left out: it is a wish about a future mail
 * and would let a stranger put a mail into any contact's conversation.
 */
export function participantsOf({ from, to, cc, bcc }: Envelope): readonly EmailAddress[] {
  return [...new Set([...from, ...to, ...cc, ...bcc].map(({ address }) => address))];
}
