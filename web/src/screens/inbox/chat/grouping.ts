import type { Message } from '../../../model/message.ts';
import { daysBetween } from '../../../words/time.ts';

/** A conversation from the top to its foot, as it is read. */
export type ChatLine =
  | { readonly type: 'day'; readonly key: string; readonly at: Date }
  | { readonly type: 'subject'; readonly key: string; readonly subject: string }
  | { readonly type: 'message'; readonly key: string; readonly message: Message };

/** Messages, the oldest first, with a heading where the day changes, and one where Gmail's thread does. */
export function chatLines(messages: readonly Message[]): readonly ChatLine[] {
  return messages.flatMap((message, index) => {
    const before = messages[index - 1];
    const { messageId, sentAt, emailThreadId, headers } = message;
    const lines: ChatLine[] = [];
    if (!before || daysBetween(before.sentAt, sentAt) !== 0)
      lines.push({ type: 'day', key: `day ${messageId}`, at: sentAt });
    if (before?.emailThreadId !== emailThreadId)
      lines.push({ type: 'subject', key: `subject ${messageId}`, subject: headers.subject });
    lines.push({ type: 'message', key: messageId, message });
    return lines;
  });
}

/** In the order in which they were sent; of one moment, always in the same. */
export const bySentAt = (a: Message, b: Message): number =>
  a.sentAt.getTime() - b.sentAt.getTime() ||
  Number(a.messageId > b.messageId) - Number(a.messageId < b.messageId);
