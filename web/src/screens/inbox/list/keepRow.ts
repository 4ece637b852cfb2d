import type { Conversation } from '../../../model/conversation.ts';

const timeOf = ({ lastMessage }: Conversation): number => lastMessage?.sentAt.getTime() ?? 0;

/** The list with a conversation that is no longer in it, at its place: one that is read does not vanish meanwhile. */
export function keepRow(rows: readonly Conversation[], kept: Conversation): readonly Conversation[] {
  if (rows.some(({ conversationId }) => conversationId === kept.conversationId)) return rows;
  const below = rows.findIndex((row) => timeOf(row) < timeOf(kept));
  return rows.toSpliced(below === -1 ? rows.length : below, 0, kept);
}
