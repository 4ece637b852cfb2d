import { MessagesSquare } from 'lucide-preact';
import { useContact } from '../../live/contact.ts';
import { useConversation } from '../../live/conversation.ts';
import { known } from '../../live/live.ts';
import { useMessage } from '../../live/message.ts';
import { titleOf } from '../../model/contact.ts';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { plain } from '../../words/plain.ts';

/** Where a mail is shown: in the conversation of each contact who is in it. */
export function ToConversation({ messageIds }: { readonly messageIds: readonly string[] }) {
  return (
    <>
      {messageIds.map((messageId) => (
        <OfMessage key={messageId} messageId={messageId} />
      ))}
    </>
  );
}

function OfMessage({ messageId }: { readonly messageId: string }) {
  const message = known(useMessage(messageId));
  // One that is deleted wherever it was is in no conversation to be seen.
  if (!message || message.deletedAt !== null) return null;
  return (
    <>
      {message.conversationIds.map((conversationId) => (
        <ToOne key={conversationId} conversationId={conversationId} />
      ))}
    </>
  );
}

function ToOne({ conversationId }: { readonly conversationId: string }) {
  const contact = known(useContact(known(useConversation(conversationId))?.contactId ?? null));
  return (
    <LinkButton href={`/inbox/${conversationId}`}>
      <MessagesSquare size={16} aria-hidden="true" />
      <span>
        Open the conversation
        {contact && (
          <>
            {' with '}
            <bdi>{plain(titleOf(contact))}</bdi>
          </>
        )}
      </span>
    </LinkButton>
  );
}
