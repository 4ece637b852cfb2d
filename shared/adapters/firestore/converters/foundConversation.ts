import type { DocumentSnapshot } from '@google-cloud/firestore';
import { z } from 'zod';
import type { FoundConversation } from '../../../domain/conversations/oldConversation.ts';
import { ContactId, ConversationId, LocationId } from '../../../domain/ids.ts';
import { conversationSchema } from './conversation.ts';
import { field } from './fields.ts';
import { isDocumentId } from './tenancy.ts';

const id = z.custom<string>(isDocumentId);

const owner = z.object({ locationId: id.transform(LocationId), contactId: id.transform(ContactId) });

/** Old systems write times as text, too. */
const time = z.union([field.date, z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);

/** Nothing in it need be as the engine would have written it. */
export function readFound(snapshot: DocumentSnapshot): FoundConversation {
  const document = snapshot.data();
  const createdAt = time.safeParse(snapshot.get('createdAt'));
  const found = owner.safeParse(document);
  return {
    conversationId: ConversationId(snapshot.id),
    owner: found.success ? found.data : null,
    createdAt: createdAt.success ? createdAt.data : null,
    isWhole: conversationSchema.safeParse(document).success,
  };
}
