import { contactOf } from '../../../live/contactNames.ts';
import { titleOf } from '../../../model/contact.ts';
import type { Conversation } from '../../../model/conversation.ts';
import { plain } from '../../../words/plain.ts';
import { RowLink } from './RowLink.tsx';

interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly href: string;
  readonly tabIndex: 0 | -1;
  readonly isCurrent: boolean;
  readonly now: Date;
  /** Where the agent has several. */
  readonly locationName: string | undefined;
}

/** A conversation: with whom, and what was said last. The name may come a moment later. */
export function ConversationRow({ conversation, locationName, ...link }: ConversationRowProps) {
  const { contactId, lastMessage, unreadCount } = conversation;
  const contact = contactOf(contactId).value;
  return (
    <RowLink
      {...link}
      name={contact === null ? 'Removed contact' : contact && titleOf(contact)}
      unreadCount={unreadCount}
      sentAt={lastMessage?.sentAt}
      second={<bdi>{plain(lastMessage?.subject ?? '') || 'No subject'}</bdi>}
      third={
        <>
          {lastMessage?.direction === 'outbound' && 'You: '}
          <bdi>{plain(lastMessage?.snippet ?? '')}</bdi>
        </>
      }
      aside={locationName}
    />
  );
}
