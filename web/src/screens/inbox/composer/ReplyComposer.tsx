import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { currentAgent } from '../../../firebase/session.ts';
import { titleOf } from '../../../model/contact.ts';
import { plain } from '../../../words/plain.ts';
import { answering } from './composing.ts';
import { isEmpty } from './drafts/draft.ts';
import { draftOf } from './drafts/draftStore.ts';
import type { ReplyProps } from './ReplyForm.tsx';
import { nameOf, refusals, replyPlace } from './sending/place.ts';
import { UnloadedForm } from './UnloadedForm.tsx';
import { useLater } from './useLater.ts';
import './replyComposer.css';

const loadForm = () => import('./ReplyForm.tsx').then(({ ReplyForm }) => ReplyForm);

interface ReplyComposerProps extends ReplyProps {
  readonly onSent: () => void;
}

/** One line at a conversation's foot, until somebody wants to write. */
export function ReplyComposer({ onSent, ...props }: ReplyComposerProps) {
  const { conversation, contact, answers } = props;
  const place = replyPlace(currentAgent().uid, conversation.conversationId);
  const { draft } = draftOf(place).value;
  const [isOpen, setOpen] = useState(false);
  const [asked, setAsked] = useState(0);
  const [told, setTold] = useState('');
  const bar = useRef<HTMLButtonElement>(null);
  // What became of a mail is told wherever it was written.
  const isShown = isOpen || Boolean(draft?.attempt) || refusals.value.has(nameOf(place));
  const form = useLater(isShown, loadForm);

  const wanted = answering.value;
  useEffect(() => {
    if (wanted === null || wanted.messageId !== answers?.messageId) return;
    answering.value = null;
    setOpen(true);
    setAsked((times) => times + 1);
  }, [wanted, answers?.messageId]);

  const isLeft = useRef(false);
  const close = () => {
    isLeft.current = true;
    setOpen(false);
  };
  useLayoutEffect(() => {
    if (!isShown && isLeft.current) bar.current?.focus();
    isLeft.current = false;
  }, [isShown]);
  const status = (
    <p class="only-heard" role="status">
      {told}
    </p>
  );
  if (!isShown)
    return (
      <div class="reply-composer">
        <button
          ref={bar}
          type="button"
          class="reply-composer__bar"
          onPointerEnter={() => void loadForm().catch(() => {})}
          onFocus={() => void loadForm().catch(() => {})}
          onClick={() => setOpen(true)}
        >
          <span class="one-line">
            {draft && !isEmpty(draft) ? (
              <>
                <strong>Draft</strong> <bdi>{beginningOf(draft.html)}</bdi>
              </>
            ) : (
              <>
                Write to <bdi>{contact ? plain(titleOf(contact)) : 'this contact'}</bdi>
              </>
            )}
          </span>
        </button>
        {status}
      </div>
    );
  return (
    <div class="reply-composer reply-composer--open">
      {form.state === 'loading' && <p class="reply-composer__loading" role="status" aria-label="Loading" />}
      {form.state === 'failed' && (
        <p class="reply-composer__failed" role="alert">
          <UnloadedForm onAgain={form.again} />
        </p>
      )}
      {form.state === 'ready' && (
        <form.value
          {...props}
          place={place}
          asked={asked}
          beginsIn={isOpen ? 'text' : null}
          onSent={() => {
            setTold('Sent.');
            onSent();
          }}
          onDiscarded={close}
          onClose={close}
        />
      )}
      {status}
    </div>
  );
}

const beginningOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:nbsp|lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? ' ')
    .trim()
    .slice(0, 120);

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
