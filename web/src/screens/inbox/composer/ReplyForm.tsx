import { ChevronDown } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { known } from '../../../live/live.ts';
import { useMailboxes } from '../../../live/mailboxes.ts';
import type { Contact } from '../../../model/contact.ts';
import type { Conversation } from '../../../model/conversation.ts';
import type { Mailbox } from '../../../model/mailbox.ts';
import type { Message } from '../../../model/message.ts';
import { IconButton } from '../../../parts/Button.tsx';
import { Skeleton } from '../../../parts/Skeleton.tsx';
import { ComposeForm } from './ComposeForm.tsx';
import { addressed, newDraft, replyDraft } from './drafts/beginnings.ts';
import { isEmpty } from './drafts/draft.ts';
import { useDraft } from './drafts/useDraft.ts';
import { hasOthers, isForEverybody } from './people/replyPeople.ts';
import { ownAddresses, sendersOf, whyNone } from './people/senders.ts';
import type { Place } from './sending/place.ts';

export interface ReplyProps {
  readonly conversation: Conversation;
  /** Undefined while it is being loaded. */
  readonly contact: Contact | null | undefined;
  /** The message that is answered; null where there is none. */
  readonly answers: Message | null;
}

interface ReplyFormProps extends ReplyProps {
  readonly place: Place;
  /** Rises each time that somebody asks to answer `answers`. */
  readonly asked: number;
  readonly beginsIn: 'text' | null;
  readonly onSent: () => void;
  readonly onDiscarded: () => void;
  readonly onClose: () => void;
}

/** Who may send is known before anything is shown, for it decides who gets an answer. */
export function ReplyForm(props: ReplyFormProps) {
  const mailboxes = known(useMailboxes());
  const isKnown = props.answers !== null || props.contact !== undefined;
  return mailboxes && isKnown ? (
    <ReplyFields {...props} mailboxes={mailboxes} />
  ) : (
    <Skeleton label="Loading your mailboxes" rows={1} look="row" />
  );
}

interface ReplyFieldsProps extends ReplyFormProps {
  readonly mailboxes: readonly Mailbox[];
}

function ReplyFields({ mailboxes, conversation, contact, answers, place, asked, ...rest }: ReplyFieldsProps) {
  const senders = sendersOf(mailboxes);
  const own = ownAddresses(mailboxes);
  const key = JSON.stringify([answers?.messageId, contact?.contactId, contact?.emails[0], senders]);
  const edited = useDraft(place, key, () => {
    const fresh = { requestId: crypto.randomUUID(), now: Date.now(), senders };
    return answers ? replyDraft(answers, { ...fresh, own }) : newDraft(contact ?? undefined, fresh);
  });
  const { draft, edit } = edited;
  const isBehind = answers !== null && draft.answers?.messageId !== answers.messageId;
  const isAll = answers !== null && isForEverybody(draft, answers, own);
  const answer = (everybody: boolean) => {
    if (answers) edit({ ...addressed(answers, { senders, own, everybody }), isAddressedByHand: false });
  };
  const rebase = () => {
    if (!answers) return;
    const { to, cc, ...others } = addressed(answers, { senders, own, everybody: false });
    edit({ ...others, subject: null, ...(!draft.isAddressedByHand && { to, cc }) });
  };
  const latest = useRef(rebase);
  latest.current = rebase;
  const isUntouched = isBehind && isEmpty(draft);
  useEffect(() => {
    if (isUntouched) latest.current();
  }, [isUntouched]);
  useEffect(() => {
    if (asked > 0) latest.current();
  }, [asked]);
  return (
    <ComposeForm
      place={place}
      edited={edited}
      label="Answer"
      locationIds={[conversation.locationId]}
      senders={senders}
      whyNone={whyNone(mailboxes)}
      beginsIn={rest.beginsIn}
      asked={asked}
      onClose={rest.onClose}
      onSent={rest.onSent}
      onDiscarded={rest.onDiscarded}
      extras={
        <>
          {answers && !isBehind && hasOthers(answers, own) && (
            <button type="button" class="compose__more" aria-pressed={isAll} onClick={() => answer(!isAll)}>
              Reply all
            </button>
          )}
          <IconButton label="Close, and keep what is written" onClick={rest.onClose}>
            <ChevronDown aria-hidden="true" />
          </IconButton>
        </>
      }
    >
      {isBehind && !draft.attempt && (
        <p class="compose__told">
          {draft.answers ? 'This answers an earlier mail.' : 'This begins a new thread.'}
          <button type="button" class="compose__more" onClick={rebase}>
            Answer the newest
          </button>
        </p>
      )}
    </ComposeForm>
  );
}
