import type { CheckedInput } from '../../domain/callables/callables.ts';
import { SendId } from '../../domain/ids.ts';
import { contentOf } from '../../domain/outgoing/contentOf.ts';
import { rfc822MessageIdOf } from '../../domain/outgoing/outgoingMail.ts';
import type { SendRefusal } from '../../domain/outgoing/sendRefusal.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { SendDeps } from './sendDeps.ts';
import { type FiledMail, fileSentMail } from './sendFiling.ts';
import { sendOnce } from './sendOnce.ts';

/**
 * Sends an agent's mail from their own mailbox, once, however often they ask and whatever dies meanwhile, and has it in
 * the conversation when it answers. A mailbox that is another agent's is as unknown as one that is not there, and so is
 * a message that is answered, if it is of other locations. It costs 121 units of Gmail's: one look at who may be the
 * sender, the send, and the get by which it is stored.
 * @throws SyncError what a repeat may heal, before anything is sent
 */
export async function sendMessage(
  deps: SendDeps,
  { agent, input }: { agent: Agent; input: CheckedInput<'sendMessage'> },
): Promise<FiledMail | SendRefusal | { outcome: 'unknownMailbox' | 'unknownMessage' }> {
  const { mailboxId, requestId } = input;
  const mailbox = await deps.store.readMailbox(mailboxId);
  if (mailbox?.uid !== agent.uid) return { outcome: 'unknownMailbox' };
  const sendId = SendId.of(mailboxId, requestId);
  const from = input.from ?? mailbox.emailAddress;
  const order = {
    agent,
    mailbox,
    input,
    asked: { sendId, mailboxId, content: contentOf(input) },
    rfc822MessageId: rfc822MessageIdOf(sendId, from),
  };
  const result = await sendOnce(deps, order);
  if (result.outcome === 'sent') return fileSentMail(deps, order, result);
  if (result.outcome === 'refused')
    deps.log.event('sendRefused', { mailboxId, sendId, reason: result.reason, code: result.status });
  return result;
}
