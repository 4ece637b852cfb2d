import { useEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../../../model/message.ts';
import { Button } from '../../../../parts/Button.tsx';
import { plain } from '../../../../words/plain.ts';
import { useChatAround } from '../chatContext.ts';
import { focusAround } from '../focusAround.ts';
import { useNearby } from '../scrolling/useNearby.ts';
import { TextBody } from './TextBody.tsx';
import './htmlBody.css';

/** Pixels; whoever wants to see more of a mail asks for it. */
const MOST = 2_400;

/** Of a mail that was not shown yet. */
const LIKELY = 160;

interface HtmlBodyProps {
  readonly message: Message;
  readonly html: string;
  readonly showsImages: boolean;
  readonly onHeldPictures: (count: number) => void;
}

/**
 * A mail's html, in a frame whose page runs nothing and loads nothing. The frame is there only while it is near what is in
 * sight; its place stays as high as it was.
 */
export function HtmlBody({ message, html, showsImages, onHeldPictures }: HtmlBodyProps) {
  const place = useRef<HTMLDivElement>(null);
  const isNear = useNearby(place, useChatAround().scroller);
  const [height, setHeight] = useState(LIKELY);
  const [showsAll, setShowsAll] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  if (hasFailed) return <TextBody text={message.text} quotedFrom={message.quotedFrom} />;
  const isCut = height > MOST && !showsAll;
  const shown = isCut ? MOST : height;
  return (
    <div class="html-body">
      <div ref={place} class="html-body__place" style={{ blockSize: `${shown}px` }}>
        {isNear && (
          <Frame
            key={showsImages ? 'images' : 'closed'}
            message={message}
            html={html}
            showsImages={showsImages}
            onHeight={setHeight}
            onHeldPictures={onHeldPictures}
            onFailure={() => setFailed(true)}
          />
        )}
      </div>
      {isCut && (
        <Button
          look="quiet"
          onClick={({ currentTarget }) => {
            focusAround(currentTarget, 'article');
            setShowsAll(true);
          }}
        >
          Show all of it
        </Button>
      )}
    </div>
  );
}

interface FrameProps extends HtmlBodyProps {
  readonly onHeight: (pixels: number) => void;
  /** What shows it could not be loaded, or gives up. */
  readonly onFailure: () => void;
}

function Frame({ message, html, showsImages, onHeight, onHeldPictures, onFailure }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [loads, setLoads] = useState(0);
  const path = showsImages ? '/mail/images.html' : '/mail/closed.html';
  useEffect(() => {
    const page = frame.current?.contentDocument;
    if (loads === 0 || !page) return undefined;
    // A frame that was led elsewhere shows nothing of ours, and nothing is put into it.
    if (page.location.pathname !== path) return undefined;
    let end = () => {};
    let isOver = false;
    const { messageId, attachments } = message;
    const shown = import('../mail/showMail.ts').then(({ showMail }) => {
      if (isOver) return;
      end = showMail(
        page,
        { messageId, html, attachments, showsImages },
        { height: onHeight, heldPictures: onHeldPictures },
      );
    });
    shown.catch(() => isOver || onFailure());
    return () => {
      isOver = true;
      end();
    };
  }, [loads, html, message.messageId]);
  return (
    <iframe
      ref={frame}
      class="html-body__frame"
      title={`Mail: ${plain(message.headers.subject) || 'no subject'}`}
      src={path}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerpolicy="no-referrer"
      onLoad={() => setLoads((before) => before + 1)}
    />
  );
}
