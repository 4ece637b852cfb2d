import { useId, useState } from 'preact/hooks';
import type { Delivery } from '../../../../model/delivery.ts';
import type { Message } from '../../../../model/message.ts';
import { Attachments } from './Attachments.tsx';
import { DeliveryMark } from './DeliveryMark.tsx';
import { Invitation } from './Invitation.tsx';
import { MessageBody } from './MessageBody.tsx';
import { MessageHead } from './MessageHead.tsx';
import './messageItem.css';

interface MessageItemProps {
  readonly message: Message;
  readonly delivery: Delivery | undefined;
}

export function MessageItem({ message, delivery }: MessageItemProps) {
  const [asText, setAsText] = useState(false);
  const headId = useId();
  const marks = marksOf(message);
  return (
    <article class={`message message--${message.direction}`} aria-labelledby={headId} tabIndex={-1}>
      <MessageHead message={message} headId={headId} asText={asText} onAsText={setAsText} />
      {message.event && <Invitation event={message.event} />}
      <MessageBody message={message} asText={asText} />
      <Attachments message={message} asText={asText} />
      {(marks.length > 0 || delivery) && (
        <footer class="message__foot">
          {marks.map((mark) => (
            <p key={mark}>{mark}</p>
          ))}
          {delivery && <DeliveryMark delivery={delivery} />}
        </footer>
      )}
    </article>
  );
}

/** What one should know of a mail beyond its words. */
function marksOf({ copies }: Message): readonly string[] {
  const all = Object.values(copies);
  const deleted = all.filter(({ deletedAt }) => deletedAt !== null).length;
  return [
    ...(all.some(({ differs }) => differs)
      ? ['It reads differently in one of the mailboxes. Compare it in Gmail.']
      : []),
    ...(deleted === 0
      ? []
      : [deleted === all.length ? 'Deleted in Gmail' : 'Deleted in Gmail in one of the mailboxes']),
  ];
}
