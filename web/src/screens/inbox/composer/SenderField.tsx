import { useId } from 'preact/hooks';
import { Banner } from '../../../parts/Banner.tsx';
import { senderProblem } from './mailOf.ts';
import { isSameSender, type NoSender, type Sender } from './people/senders.ts';

interface SenderFieldProps {
  readonly senders: readonly Sender[];
  readonly sender: Sender | undefined;
  /** Whom the mail names, where they cannot send any longer. */
  readonly missing: Sender | null;
  readonly onSender: (sender: Sender) => void;
  readonly isLocked: boolean;
}

/** Shown where there is more than one, or another one has to be chosen. */
export function SenderField({ senders, sender, missing, onSender, isLocked }: SenderFieldProps) {
  const id = useId();
  if (senders.length < 2 && (!missing || senders.length === 0)) return null;
  return (
    <div class="compose__row" data-field="sender">
      <label class="compose__label" for={id}>
        From
      </label>
      <select
        id={id}
        class="compose__select"
        disabled={isLocked}
        aria-invalid={missing !== null}
        aria-describedby={missing ? `${id}-wrong` : undefined}
        value={String(senders.findIndex((each) => isSameSender(each, sender)))}
        onChange={({ currentTarget }) => {
          const chosen = senders[Number(currentTarget.value)];
          if (chosen) onSender(chosen);
        }}
      >
        {missing && (
          <option value={NOBODY} disabled>
            Choose an address
          </option>
        )}
        {senders.map((each, index) => (
          <option key={`${each.mailboxId} ${each.address}`} value={String(index)}>
            {each.address}
          </option>
        ))}
      </select>
      {missing && (
        <p id={`${id}-wrong`} class="compose__row-error" role="alert">
          {senderProblem(missing, senders).words}
        </p>
      )}
    </div>
  );
}

/** The place of what is not in a list. */
const NOBODY = '-1';

const WORDS: Readonly<Record<NoSender, string>> = {
  missing: 'To write mail from here, connect your Gmail account.',
  connecting: 'Your Gmail account is being connected. You can send in a moment.',
  ended: 'Gmail no longer lets us into your mailbox. Connect it again to send mail.',
};

/** In the place of a sender, where nothing can be sent. What is written is kept. */
export function NoSenderNotice({ why }: { readonly why: NoSender }) {
  return (
    <Banner tone="warn" action={<a href="/settings">To the settings</a>}>
      {WORDS[why]}
    </Banner>
  );
}
