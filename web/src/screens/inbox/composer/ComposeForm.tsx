import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type Squire from 'squire-rte';
import { useOnline } from '../../../live/useOnline.ts';
import { ComposeFoot } from './ComposeFoot.tsx';
import { composeKeys } from './composeKeys.ts';
import { discard } from './drafts/discard.ts';
import type { EditedDraft } from './drafts/useDraft.ts';
import { Editor } from './editor/Editor.tsx';
import { LinkEntry } from './editor/LinkEntry.tsx';
import { FileList } from './FileList.tsx';
import { MailHead, type MailHeadHandle } from './MailHead.tsx';
import type { Problem } from './mailOf.ts';
import { type NoSender, type Sender, senderOf } from './people/senders.ts';
import { NoSenderNotice } from './SenderField.tsx';
import { type Place, setRefusal } from './sending/place.ts';
import { SendState } from './sending/SendState.tsx';
import { useFileDrop } from './useFileDrop.ts';
import { useFiles } from './useFiles.ts';
import { useSending } from './useSending.ts';
import { useSubmit } from './useSubmit.ts';
import './composeForm.css';

export interface ComposeFormProps {
  readonly place: Place;
  readonly edited: EditedDraft;
  readonly label: string;
  readonly locationIds: readonly string[];
  readonly senders: readonly Sender[];
  /** Where there is no sender. */
  readonly whyNone: NoSender;
  /** Where whoever opens it begins; null where it opened by itself. */
  readonly beginsIn: 'text' | 'people' | null;
  /** Another number each time that somebody asks to write here. */
  readonly asked?: number;
  /** About the mail that is answered. */
  readonly children?: ComponentChildren;
  /** Beside what else a mail can have. */
  readonly extras?: ComponentChildren;
  /** By Escape. */
  readonly onClose?: () => void;
  readonly onSent: () => void;
  readonly onDiscarded: () => void;
}

/** A mail as it is written. All of it is in the draft at once, which is kept. */
export function ComposeForm({
  place,
  edited,
  senders,
  beginsIn,
  onSent,
  onDiscarded,
  ...rest
}: ComposeFormProps) {
  const { draft, edition, isKept, edit } = edited;
  const id = useId();
  const isOnline = useOnline();
  const isLocked = draft.attempt !== null;
  const sender = senderOf(senders, draft.sender);
  const isInHead = (field: Problem['field']): field is 'to' | 'subject' | 'sender' =>
    field === 'to' || field === 'subject' || (field === 'sender' && senders.length > 0);
  const [squire, setSquire] = useState<Squire>();
  const [isLinking, setLinking] = useState(false);
  const head = useRef<MailHeadHandle>(null);
  const files = useFiles(place, edited);
  const drop = useFileDrop(isLocked, files);
  const { problem, forgetProblem, submit } = useSubmit(place, edited, {
    senders,
    settleFields: () => head.current?.settle() ?? true,
    onProblem: ({ field }) => {
      if (isInHead(field)) head.current?.focus(field);
      else squire?.focus();
    },
  });
  const keys = composeKeys({
    onSend: () => void submit(),
    onLink: () => setLinking(!isLocked),
    onClose: rest.onClose,
  });
  useSending(place, draft, { onSent, mayBeLost: !isKept });
  const form = useRef<HTMLFormElement>(null);
  const begin = useRef<ComposeFormProps['beginsIn'] | 'next'>(beginsIn);
  useEffect(() => {
    if (begin.current === 'people') head.current?.focus('to');
  }, []);
  const onReady = (ready: Squire | undefined) => {
    setSquire(ready);
    if (!ready) return;
    const { activeElement } = document;
    const isHere = activeElement === document.body || form.current?.contains(activeElement);
    // After it is sent the next one is written, unless somebody is elsewhere by then.
    if (begin.current === 'text' || (begin.current === 'next' && isHere)) ready.focus();
    begin.current = 'next';
  };
  const { asked } = rest;
  useEffect(() => {
    if (asked) squire?.focus();
  }, [asked, squire]);
  const wrongText = problem && !isInHead(problem.field) ? problem.words : undefined;
  return (
    <form
      ref={form}
      class="compose"
      aria-label={rest.label}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      {...keys}
      {...drop.on}
    >
      {senders.length === 0 && <NoSenderNotice why={rest.whyNone} />}
      {rest.children}
      <MailHead
        handle={head}
        edited={edited}
        senders={senders}
        sender={sender}
        locationIds={rest.locationIds}
        isLocked={isLocked}
        problem={problem}
        extras={rest.extras}
      />
      <Editor
        key={edition}
        label="Message"
        placeholder="Write a message"
        html={draft.html}
        isLocked={isLocked}
        problemId={wrongText && `${id}-wrong`}
        onReady={onReady}
        onChange={(html) => {
          forgetProblem();
          setRefusal(place, undefined);
          edit({ html });
        }}
      />
      {wrongText && (
        <p id={`${id}-wrong`} class="compose__error" role="alert">
          {wrongText}
        </p>
      )}
      <FileList files={draft.files} isLocked={isLocked} onRemove={files.remove} />
      {files.problem && (
        <p class="compose__error" role="alert">
          {files.problem}
        </p>
      )}
      {!isKept && (
        <p class="compose__told" role="status">
          This browser has no room to keep this draft: it is lost when you leave the page.
        </p>
      )}
      <SendState place={place} attempt={draft.attempt} isOnline={isOnline} onSend={() => void submit()} />
      {isLinking && squire && <LinkEntry squire={squire} onDone={() => setLinking(false)} />}
      <ComposeFoot
        draft={draft}
        squire={squire}
        canSend={senders.length > 0}
        onLink={() => setLinking(true)}
        onFiles={files.add}
        onDiscard={() => {
          discard(place);
          files.tell(undefined);
          forgetProblem();
          onDiscarded();
        }}
      />
      {drop.isOver && (
        <div class="compose__drop" aria-hidden="true">
          Attach these files
        </div>
      )}
    </form>
  );
}
