import { currentAgent } from '../../../firebase/session.ts';
import { known } from '../../../live/live.ts';
import { useMailboxes } from '../../../live/mailboxes.ts';
import type { Mailbox } from '../../../model/mailbox.ts';
import { Skeleton } from '../../../parts/Skeleton.tsx';
import { ComposeForm } from './ComposeForm.tsx';
import type { NewMailFor } from './composing.ts';
import { newDraft } from './drafts/beginnings.ts';
import { useDraft } from './drafts/useDraft.ts';
import { sendersOf, whyNone } from './people/senders.ts';
import { whoseContacts } from './people/whoseContacts.ts';
import { newMailPlace } from './sending/place.ts';

interface NewMailFormProps {
  readonly forWhom: NewMailFor;
  readonly uid: string;
  /** It is sent, or thrown away. */
  readonly onDone: () => void;
}

export function NewMailForm(props: NewMailFormProps) {
  const mailboxes = known(useMailboxes());
  return mailboxes ? (
    <NewMailFields {...props} mailboxes={mailboxes} />
  ) : (
    <Skeleton label="Loading your mailboxes" rows={3} look="row" />
  );
}

interface NewMailFieldsProps extends NewMailFormProps {
  readonly mailboxes: readonly Mailbox[];
}

function NewMailFields({ forWhom, uid, onDone, mailboxes }: NewMailFieldsProps) {
  const { contact } = forWhom;
  const senders = sendersOf(mailboxes);
  const place = newMailPlace(uid, contact?.contactId);
  const edited = useDraft(place, JSON.stringify([contact?.emails[0], senders]), () =>
    newDraft(contact, { requestId: crypto.randomUUID(), now: Date.now(), senders }),
  );
  return (
    <ComposeForm
      place={place}
      edited={edited}
      label="New mail"
      locationIds={whoseContacts(forWhom, currentAgent().locationIds)}
      senders={senders}
      whyNone={whyNone(mailboxes)}
      beginsIn={edited.draft.to.length > 0 ? 'text' : 'people'}
      onSent={onDone}
      onDiscarded={onDone}
    />
  );
}
