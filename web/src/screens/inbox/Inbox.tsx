import { MessagesSquare } from 'lucide-preact';
import { useLocation } from 'preact-iso';
import { Notice } from '../../parts/Notice.tsx';
import { Chat } from './chat/Chat.tsx';
import { NewMail } from './composer/NewMail.tsx';
import { ConversationList } from './list/ConversationList.tsx';
import { useNewMailTo } from './useNewMailTo.ts';
import './inbox.css';

/** Conversations on the left, the one that is open on the right; on a narrow screen one of the two. */
export function Inbox({ conversationId }: { readonly conversationId?: string }) {
  useNewMailTo(useLocation().query['to']);
  return (
    <div class={conversationId === undefined ? 'inbox' : 'inbox inbox--open'}>
      <div class="inbox__list">
        <ConversationList selected={conversationId} />
      </div>
      <div class="inbox__chat">
        {conversationId === undefined ? (
          <Notice icon={MessagesSquare} title="Choose a conversation" />
        ) : (
          <Chat key={conversationId} conversationId={conversationId} />
        )}
      </div>
      <NewMail />
    </div>
  );
}
