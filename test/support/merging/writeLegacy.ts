import type { Firestore } from '@google-cloud/firestore';
import { conversationConverter } from '../../../shared/adapters/firestore/converters/conversation.ts';
import { messageConverter } from '../../../shared/adapters/firestore/converters/message.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { Message } from '../../../shared/domain/message.ts';

/** As an import from the old system would write it. */
export async function writeLegacy(
  db: Firestore,
  {
    conversations = [],
    messages = [],
  }: {
    readonly conversations?: readonly Conversation[];
    readonly messages?: readonly Message[];
  },
): Promise<void> {
  const writer = db.bulkWriter();
  for (const each of conversations) {
    void writer.set(paths.conversation(db, each.conversationId), conversationConverter.write(each));
  }
  for (const each of messages) {
    void writer.set(paths.message(db, each.messageId), messageConverter.write(each));
  }
  await writer.close();
}
