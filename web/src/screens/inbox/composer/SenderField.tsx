import { useId } from 'preact/hooks';
import { Banner } from '../../../parts/Banner.tsx';
import { isSameSender, type NoSender, type Sender } from './people/senders.ts';

interface SenderFieldProps {
  readonly senders: readonly Sender[];
  readonly sender: Sender;
  readonly onSender: (sender: Sender) => void;
  readonly isLocked: boolean;
}

/** Shown where there is more than one. */
export function SenderField({ senders, sender, onSender, isLocked }: SenderFieldProps) {
  const id = useId();
  if (senders.length < 2) return null;
  return (
    <div class="compose__row">
      <label class="compose__label" for={id}>
        From
      </label>
      <select
        id={id}
        class="compose__select"
        disabled={isLocked}
        value={String(senders.findIndex((each) => isSameSender(each, sender)))}
        onChange={({ currentTarget }) => {
          const chosen = senders[Number(currentTarget.value)];
          if (chosen) onSender(chosen);
        }}
      >
        {senders.map((each, index) => (
          <option key={`${each.mailboxId} ${each.address}`} value={String(index)}>
            {each.address}
          </option>
        ))}
      </select>
    </div>
  );
}

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
