import { Images } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Message } from '../../../../model/message.ts';
import { Button } from '../../../../parts/Button.tsx';
import { focusAround } from '../focusAround.ts';
import { HtmlBody } from './HtmlBody.tsx';
import { TextBody } from './TextBody.tsx';
import { useWholeBody } from './useWholeBody.ts';
import './messageBody.css';

interface MessageBodyProps {
  readonly message: Message;
  /** Whether its text is wanted where it has html. */
  readonly asText: boolean;
}

export function MessageBody({ message, asText }: MessageBodyProps) {
  const { messageId, truncated, text } = message;
  const [showsImages, setShowsImages] = useState(false);
  const [held, setHeld] = useState(0);
  const { body, busy, failure, ask } = useWholeBody(messageId);
  const html = body?.type === 'html' ? body.content : message.html;
  return (
    <div class="message-body">
      {html !== null && !asText ? (
        <>
          {held > 0 && !showsImages && (
            <p class="message-body__held">
              <span>Pictures of the web are not loaded: their senders would see that you read this.</span>
              <Button
                look="quiet"
                onClick={({ currentTarget }) => {
                  focusAround(currentTarget, 'article');
                  setShowsImages(true);
                }}
              >
                <Images aria-hidden="true" />
                Show images
              </Button>
            </p>
          )}
          <HtmlBody message={message} html={html} showsImages={showsImages} onHeldPictures={setHeld} />
        </>
      ) : (
        <TextBody
          text={body?.type === 'text' ? body.content : text}
          quotedFrom={body?.type === 'text' ? null : message.quotedFrom}
        />
      )}
      {truncated && !body && (
        <p class="message-body__cut">
          <span>This mail is long, and only its beginning is shown.</span>
          <Button
            look="quiet"
            busy={busy}
            onClick={({ currentTarget }) => {
              focusAround(currentTarget, 'article');
              ask();
            }}
          >
            Show the whole message
          </Button>
        </p>
      )}
      {failure && (
        <p class="message-body__failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
