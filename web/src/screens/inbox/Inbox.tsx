import { MessagesSquare } from 'lucide-preact';
import { Notice } from '../../parts/Notice.tsx';

export function Inbox({ conversationId }: { readonly conversationId?: string }) {
  return (
    <Notice icon={MessagesSquare} title="Choose a conversation">
      {conversationId}
    </Notice>
  );
}
