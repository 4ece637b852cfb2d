import { MessagesSquare, Pencil, PencilLine } from 'lucide-preact';
import { known } from '../../live/live.ts';
import { useConversationWith } from '../../live/useConversationWith.ts';
import type { Contact } from '../../model/contact.ts';
import { Button } from '../../parts/Button.tsx';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { counted, numberInWords } from '../../words/counted.ts';
import { distanceInWords, exactTime } from '../../words/time.ts';
import './contactActions.css';

interface ContactActionsProps {
  readonly contact: Contact;
  readonly onEdit: () => void;
}

/** What one does with a contact, and what there is of their mail. */
export function ContactActions({ contact, onEdit }: ContactActionsProps) {
  const live = useConversationWith(contact);
  const conversation = known(live);
  const sentAt = conversation?.lastMessage?.sentAt;
  return (
    <>
      <div class="contact-actions">
        {conversation && (
          <LinkButton href={`/inbox/${conversation.conversationId}`}>
            <MessagesSquare size={16} aria-hidden="true" />
            Open the conversation
          </LinkButton>
        )}
        {contact.emails.length > 0 && (
          <LinkButton href={`/inbox?to=${encodeURIComponent(contact.contactId)}`}>
            <PencilLine size={16} aria-hidden="true" />
            Write a mail
          </LinkButton>
        )}
        <Button onClick={onEdit}>
          <Pencil size={16} aria-hidden="true" />
          Edit
        </Button>
      </div>
      <p class="contact-actions__words">
        {live.state === 'ready' &&
          (conversation && sentAt ? (
            <>
              {counted(conversation.messageCount, 'mail')}
              {conversation.unreadCount > 0 && `, ${numberInWords(conversation.unreadCount)} unread`}. The
              last one:{' '}
              <time dateTime={sentAt.toISOString()} title={exactTime(sentAt)}>
                {distanceInWords(sentAt, new Date())}
              </time>
              .
            </>
          ) : (
            'No mail with them yet.'
          ))}
      </p>
    </>
  );
}
