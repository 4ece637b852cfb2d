import {
  type ConversationRef,
  conversationsIn,
  messageIdsOf,
  storedOf,
} from '../../domain/audit/auditComparison.ts';
import type { GmailMessageId } from '../../domain/ids.ts';
import { inParallel } from '../inParallel.ts';
import type { Auditing } from './auditing.ts';

/** Those of the conversations that are unlike their messages, each looked at once a job. */
export async function wrongConversations(
  { run, checked }: Auditing,
  conversations: readonly ConversationRef[],
): Promise<{ looked: number; wrong: readonly ConversationRef[] }> {
  const { audits, clock } = run.deps;
  const refs = conversations.filter(({ conversationId }) => !checked.has(conversationId));
  const now = clock.now();
  const verdicts = await inParallel(refs, (ref) => audits.checkConversation(ref, { repair: false, now }));
  for (const { conversationId } of refs) checked.add(conversationId);
  return { looked: refs.length, wrong: refs.filter((_, index) => verdicts[index] === 'wrong') };
}

/** Those that the mails are in by now. */
export async function conversationsOf(
  { deps, mailbox: { mailboxId } }: Auditing['run'],
  gmailIds: readonly GmailMessageId[],
): Promise<readonly ConversationRef[]> {
  const stored = storedOf(await deps.store.readLedger(mailboxId, gmailIds));
  return conversationsIn(await deps.audits.copyPlaces(mailboxId, messageIdsOf(stored)));
}
