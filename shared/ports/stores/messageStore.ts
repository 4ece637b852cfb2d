import type { StoredPlace } from '../../domain/explanation.ts';
import type { ConversationId, LocationId, MessageId } from '../../domain/ids.ts';
import type { Body, Message } from '../../domain/message.ts';
import type { HeldMessage } from '../../domain/readState.ts';

/** A message without its words. */
export type MessageFiles = Pick<Message, 'messageId' | 'locationId' | 'copies' | 'attachments'> &
  Pick<Body, 'truncated'>;

/** Stored messages, as a question about them needs them. */
export interface MessageStore {
  /** Those of the messages that are there, one read each, without their content. */
  placesOf(ids: readonly MessageId[]): Promise<readonly StoredPlace[]>;
  /** What hangs on a message, and in whose mailboxes it is: one read, without its words. */
  filesOf(id: MessageId): Promise<MessageFiles | undefined>;
  /** Where a conversation is: one read. */
  locationOf(id: ConversationId): Promise<LocationId | undefined>;
  /** The visible unread messages of a conversation, newest first: a read each, without their content. */
  unreadOf(id: ConversationId, limit: number): Promise<readonly HeldMessage[]>;
  /** The newest visible message of a conversation that came in. */
  newestInboundOf(id: ConversationId): Promise<HeldMessage | undefined>;
}
