import { useMemo } from 'preact/hooks';
import type { Delivery } from '../../../model/delivery.ts';
import { plain } from '../../../words/plain.ts';
import { dayInWords } from '../../../words/time.ts';
import type { ChatLine } from './grouping.ts';
import { MessageItem } from './message/MessageItem.tsx';

interface ListLineProps {
  readonly line: ChatLine;
  readonly now: Date;
  readonly delivery: Delivery | undefined;
}

export function ListLine({ line, now, delivery }: ListLineProps) {
  const message = line.type === 'message' ? line.message : undefined;
  // The very same element where nothing of it has changed: of a thousand messages only that one is looked at anew.
  const item = useMemo(
    () => message && <MessageItem message={message} delivery={delivery} />,
    [message, delivery],
  );
  switch (line.type) {
    case 'day':
      return (
        <li class="message-list__day">
          <h2>{dayInWords(line.at, now)}</h2>
        </li>
      );
    case 'subject':
      return (
        <li class="message-list__subject">
          <h3>
            <span class="only-heard">Subject: </span>
            <bdi>{plain(line.subject) || 'No subject'}</bdi>
          </h3>
        </li>
      );
    case 'message':
      return (
        <li class="message-list__message" data-message={line.message.messageId}>
          {item}
        </li>
      );
    default:
      return line satisfies never;
  }
}
