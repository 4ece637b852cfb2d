import { CloudOff, SearchX } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isOurs } from '../../../firebase/session.ts';
import { useConversation } from '../../../live/conversation.ts';
import type { Conversation } from '../../../model/conversation.ts';
import { Button } from '../../../parts/Button.tsx';
import { Notice } from '../../../parts/Notice.tsx';
import { BackLink } from './ChatHead.tsx';
import { LoadingMessages } from './LoadingMessages.tsx';
import './chat.css';

/** Not needed to show the list, which comes first; it is on its way from the beginning. */
const opening = import('./OpenChat.tsx');
// Whoever opens a conversation is told.
opening.catch(() => {});

/** What the server takes for the id of a conversation. */
const ID = /^[\w-]{27}$/;

/** One conversation with a contact. */
export function Chat({ conversationId }: { readonly conversationId: string }) {
  return ID.test(conversationId) ? <KnownChat conversationId={conversationId} /> : <NoChat />;
}

function KnownChat({ conversationId }: { readonly conversationId: string }) {
  const conversation = useConversation(conversationId);
  switch (conversation.state) {
    case 'loading':
      return (
        <WithoutMessages>
          <LoadingMessages />
        </WithoutMessages>
      );
    case 'failed':
      return (
        <WithoutMessages>
          <Notice icon={CloudOff} title="The conversation cannot be shown">
            <p>{conversation.message}</p>
          </Notice>
        </WithoutMessages>
      );
    case 'ready':
      return conversation.value && isOurs(conversation.value) ? (
        <LaterChat conversation={conversation.value} />
      ) : (
        <NoChat />
      );
    default:
      return conversation satisfies never;
  }
}

function LaterChat({ conversation }: { readonly conversation: Conversation }) {
  const [loaded, setLoaded] = useState<Awaited<typeof opening> | 'failed'>();
  useEffect(() => {
    opening.then(setLoaded, () => setLoaded('failed'));
  }, []);
  if (loaded === undefined)
    return (
      <WithoutMessages>
        <LoadingMessages />
      </WithoutMessages>
    );
  if (loaded !== 'failed') return <loaded.OpenChat conversation={conversation} />;
  return (
    <WithoutMessages>
      <Notice
        icon={CloudOff}
        title="A part of the app could not be loaded"
        action={<Button onClick={() => location.reload()}>Reload</Button>}
      />
    </WithoutMessages>
  );
}

/** The same whether it does not exist or is somebody else's. While offline, nobody knows. */
function NoChat() {
  return (
    <WithoutMessages>
      {navigator.onLine ? (
        <Notice
          icon={SearchX}
          title="There is no such conversation"
          action={<a href="/inbox">To the inbox</a>}
        >
          <p>It does not exist, or it belongs to a location that you do not work in.</p>
        </Notice>
      ) : (
        <Notice icon={CloudOff} title="You are offline">
          <p>The conversation comes once you are back.</p>
        </Notice>
      )}
    </WithoutMessages>
  );
}

function WithoutMessages({ children }: { readonly children: ComponentChildren }) {
  return (
    <section class="chat" aria-label="Conversation">
      <header class="chat-head">
        <BackLink />
      </header>
      <div class="chat__body">{children}</div>
    </section>
  );
}
