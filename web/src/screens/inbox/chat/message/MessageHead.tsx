import { ChevronDown, EllipsisVertical, Reply, Type } from 'lucide-preact';
import { useId, useState } from 'preact/hooks';
import type { Message } from '../../../../model/message.ts';
import { IconButton } from '../../../../parts/Button.tsx';
import { Menu, type MenuItem } from '../../../../parts/Menu.tsx';
import { plain } from '../../../../words/plain.ts';
import { clockTime, exactTime } from '../../../../words/time.ts';
import { useChatAround } from '../chatContext.ts';
import { People, PersonName } from './People.tsx';
import './messageHead.css';

interface MessageHeadProps {
  readonly message: Message;
  readonly headId: string;
  readonly asText: boolean;
  readonly onAsText: (asText: boolean) => void;
}

/** Who wrote a mail and when; to whom, for those who ask. */
export function MessageHead({ message, headId, asText, onAsText }: MessageHeadProps) {
  const { headers, sentAt, direction, read, html } = message;
  const { onReply } = useChatAround();
  const [showsDetails, setShowsDetails] = useState(false);
  const detailsId = useId();
  const [sender] = headers.from;
  const items: readonly MenuItem[] = [
    { label: 'Reply to this', icon: Reply, onSelect: () => onReply(message) },
    ...(html === null
      ? []
      : [
          {
            label: asText ? 'Show as it was sent' : 'Show as plain text',
            icon: Type,
            onSelect: () => onAsText(!asText),
          },
        ]),
  ];
  return (
    <header class="message-head">
      <p id={headId} class="message-head__who">
        <span class="only-heard">{direction === 'inbound' ? 'Received from' : 'Sent by'} </span>
        {sender ? <PersonName participant={sender} /> : 'Unknown sender'}
        {direction === 'inbound' && !read && <span class="message-head__unread">New</span>}
      </p>
      <time class="message-head__time" dateTime={sentAt.toISOString()} title={exactTime(sentAt)}>
        {clockTime(sentAt)}
      </time>
      <span class="message-head__buttons">
        <IconButton
          label={showsDetails ? 'Hide details' : 'Details'}
          aria-expanded={showsDetails}
          aria-controls={detailsId}
          onClick={() => setShowsDetails(!showsDetails)}
        >
          <ChevronDown aria-hidden="true" class={showsDetails ? 'message-head__turned' : undefined} />
        </IconButton>
        <Menu label="More about this message" icon={EllipsisVertical} items={items} />
      </span>
      <dl id={detailsId} class="message-head__details" hidden={!showsDetails}>
        <People label="From" participants={headers.from} />
        <People label="To" participants={headers.to} />
        <People label="Cc" participants={headers.cc} />
        <People label="Bcc" participants={headers.bcc} />
        <People label="Answers go to" participants={headers.replyTo} />
        <div class="people">
          <dt>Subject</dt>
          <dd>
            <bdi>{plain(headers.subject) || 'No subject'}</bdi>
          </dd>
        </div>
        <div class="people">
          <dt>Sent</dt>
          <dd>{exactTime(sentAt)}</dd>
        </div>
      </dl>
    </header>
  );
}
