import { ArrowDown } from 'lucide-preact';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import type { Messages } from '../../../live/messages.ts';
import { useNow } from '../../../live/useNow.ts';
import type { Delivery } from '../../../model/delivery.ts';
import { Button } from '../../../parts/Button.tsx';
import { counted } from '../../../words/counted.ts';
import { chatLines } from './grouping.ts';
import { ListLine } from './ListLine.tsx';
import { useSeen } from './reading/useSeen.ts';
import { useScrollKeeper } from './scrolling/useScrollKeeper.ts';
import { useNewMail } from './useNewMail.ts';
import './messageList.css';

interface MessageListProps {
  readonly scroller: RefObject<HTMLElement>;
  readonly messages: Messages;
  /** By message. */
  readonly deliveries: ReadonlyMap<string, Delivery>;
  readonly showOlder: () => void;
  readonly lookAt: (messageId: string) => void;
  readonly onSeen: (messageIds: readonly string[]) => void;
}

const MINUTE_MS = 60_000;

/** A conversation, the oldest message on top; opened at its foot. */
export function MessageList({ scroller, messages: { messages, hasOlder }, ...props }: MessageListProps) {
  const { deliveries, showOlder, lookAt, onSeen } = props;
  const list = useRef<HTMLOListElement>(null);
  const now = useNow(MINUTE_MS);
  const { isAtFoot, toFoot } = useScrollKeeper(scroller, list, ({ isNearTop, messageId }) => {
    if (isNearTop && hasOlder) showOlder();
    if (messageId !== undefined) lookAt(messageId);
  });
  const { unseen, announced } = useNewMail(messages, { isAtFoot, toFoot });
  const unread = messages.filter(({ direction, read }) => direction === 'inbound' && !read);
  useSeen(
    scroller,
    unread.map(({ messageId }) => messageId),
    onSeen,
  );
  return (
    <div class="message-list">
      <section ref={scroller} class="message-list__scroller" aria-label="Messages">
        {hasOlder && (
          <div class="message-list__older">
            <Button look="quiet" onClick={showOlder}>
              Show older messages
            </Button>
          </div>
        )}
        <ol ref={list} class="message-list__lines">
          {chatLines(messages).map((line) => (
            <ListLine
              key={line.key}
              line={line}
              now={now}
              delivery={line.type === 'message' ? deliveries.get(line.message.messageId) : undefined}
            />
          ))}
        </ol>
      </section>
      {unseen > 0 && (
        <button type="button" class="message-list__pill" onClick={toFoot}>
          <ArrowDown aria-hidden="true" />
          {counted(unseen, 'new message')}
        </button>
      )}
      <p class="only-heard" aria-live="polite">
        {announced}
      </p>
    </div>
  );
}
