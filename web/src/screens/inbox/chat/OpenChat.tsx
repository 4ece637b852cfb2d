import { MailQuestion } from 'lucide-preact';
import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { useContact } from '../../../live/contact.ts';
import { useDeliveries } from '../../../live/deliveries.ts';
import { known } from '../../../live/live.ts';
import { useLocations } from '../../../live/locations.ts';
import { useMessages } from '../../../live/messages.ts';
import type { Conversation } from '../../../model/conversation.ts';
import type { Message } from '../../../model/message.ts';
import { Button } from '../../../parts/Button.tsx';
import { Notice } from '../../../parts/Notice.tsx';
import { answerMessage } from '../composer/composing.ts';
import { ReplyComposer } from '../composer/ReplyComposer.tsx';
import { ChatHead } from './ChatHead.tsx';
import { ChatAroundProvider } from './chatContext.ts';
import { HistoryStrip } from './history/HistoryStrip.tsx';
import { useHistory } from './history/useHistory.ts';
import { LoadingMessages } from './LoadingMessages.tsx';
import { MessageList } from './MessageList.tsx';
import { useReadState } from './reading/useReadState.ts';

const NONE: readonly Message[] = [];

export function OpenChat({ conversation }: { readonly conversation: Conversation }) {
  const { conversationId, contactId, locationId } = conversation;
  const scroller = useRef<HTMLElement>(null);
  const contact = known(useContact(contactId));
  const { live, showOlder, lookAt } = useMessages(conversation);
  const messages = known(live)?.messages ?? NONE;
  const isLinked = (known(useLocations()) ?? []).some(
    (each) => each.locationId === locationId && each.ghl !== null,
  );
  const deliveries = known(useDeliveries(conversation, { isLinked, messages: messages.length }));
  const byMessage = useMemo(() => new Map(deliveries?.map((each) => [each.messageId, each])), [deliveries]);
  const { seen, markUnread, note } = useReadState(conversationId);
  const history = useHistory(contactId);
  const [chosen, setChosen] = useState<string>();
  const onReply = useCallback(({ messageId }: Message) => {
    setChosen(messageId);
    answerMessage(messageId);
  }, []);
  const around = useMemo(() => ({ scroller, onReply }), [onReply]);
  const answers =
    messages.find(({ messageId }) => messageId === chosen) ??
    messages.findLast(({ direction }) => direction === 'inbound') ??
    null;
  return (
    <section class="chat" aria-label="Conversation" tabIndex={-1}>
      <ChatHead
        contactId={contactId}
        contact={contact}
        isFetching={history.now.state === 'running'}
        onFetchHistory={history.fetchOlder}
        onMarkUnread={markUnread}
      />
      <HistoryStrip history={history} />
      <div class="chat__body">
        {live.state === 'loading' && <LoadingMessages />}
        {live.state === 'failed' && <Notice icon={MailQuestion} title={live.message} />}
        {live.state === 'ready' && live.value.messages.length === 0 && !live.value.hasOlder && (
          <Notice
            icon={MailQuestion}
            title="No messages yet"
            action={<Button onClick={history.fetchOlder}>Fetch History</Button>}
          >
            <p>What you write to each other appears here. Older mail can be fetched from Gmail.</p>
          </Notice>
        )}
        {live.state === 'ready' && live.value.messages.length > 0 && (
          <ChatAroundProvider value={around}>
            <MessageList
              scroller={scroller}
              messages={live.value}
              deliveries={byMessage}
              showOlder={showOlder}
              lookAt={lookAt}
              onSeen={seen}
            />
          </ChatAroundProvider>
        )}
      </div>
      <footer class="chat__foot">
        {note && (
          <p class="chat__note" role="status">
            {note}
          </p>
        )}
        <ReplyComposer
          conversation={conversation}
          contact={contact}
          answers={answers}
          onSent={() => setChosen(undefined)}
        />
      </footer>
    </section>
  );
}
