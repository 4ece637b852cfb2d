import { RefreshCw } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { useCall } from '../../../live/useCall.ts';
import { useGmailConsent } from '../../../live/useConsent.ts';
import { useNow } from '../../../live/useNow.ts';
import type { Mailbox } from '../../../model/mailbox.ts';
import { Banner } from '../../../parts/Banner.tsx';
import { Button } from '../../../parts/Button.tsx';
import { Progress } from '../../../parts/Progress.tsx';
import { counted, numberInWords } from '../../../words/counted.ts';
import { DisconnectDialog } from './DisconnectDialog.tsx';
import { MailboxFacts } from './MailboxFacts.tsx';
import './mailboxCard.css';
import { conditionOf } from './mailboxCondition.ts';
import { syncAnswer } from './syncAnswer.ts';

export function MailboxCard({ mailbox }: { readonly mailbox: Mailbox }) {
  const now = useNow(10_000);
  const { tone, title, words } = conditionOf(mailbox, now);
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section class="mailbox-card" aria-label={mailbox.emailAddress}>
      <header class="mailbox-card__head">
        <h2 ref={heading} tabIndex={-1} class="mailbox-card__address">
          {mailbox.emailAddress}
        </h2>
        <span class={`mailbox-card__state mailbox-card__state--${tone}`} role="status">
          {title}
        </span>
      </header>
      <p class="mailbox-card__words">{words}</p>
      <MailboxProgress mailbox={mailbox} />
      <MailboxActions mailbox={mailbox} onLeft={() => heading.current?.focus()} />
      <details class="mailbox-card__more">
        <summary>Details</summary>
        <MailboxFacts mailbox={mailbox} now={now} />
      </details>
    </section>
  );
}

function MailboxProgress({ mailbox: { status, progress, recovery } }: { readonly mailbox: Mailbox }) {
  const isFirst = status === 'connecting' || status === 'backfilling';
  if (!isFirst && !(status === 'live' && recovery)) return null;
  const { done, total } = progress ?? { done: 0, total: 0 };
  const told = total > 0 ? `${numberInWords(Math.min(done, total))} of ${counted(total, 'mail')}` : '';
  return (
    <Progress
      label={isFirst ? 'First sync' : 'Catching up'}
      done={done}
      total={total}
      {...(told && { told })}
    />
  );
}

interface MailboxActionsProps {
  readonly mailbox: Mailbox;
  /** It is being disconnected: the button that was pressed is gone. */
  readonly onLeft: () => void;
}

function MailboxActions({ mailbox, onLeft }: MailboxActionsProps) {
  const { mailboxId, emailAddress, status, leaving } = mailbox;
  const sync = useCall('syncNow');
  const consent = useGmailConsent({ loginHint: emailAddress });
  const [answer, setAnswer] = useState<string>();
  const [isLeaving, setLeaving] = useState(false);
  const isConnected = status !== 'disconnected';
  const syncNow = async () => {
    setAnswer(undefined);
    const given = await sync.ask({ mailboxId });
    if (given) setAnswer(syncAnswer(given, new Date()));
  };
  const problem = sync.failure?.message ?? consent.problem;
  return (
    <>
      <div class="mailbox-card__actions">
        {(status === 'reauthRequired' || (!isConnected && !leaving)) && (
          <Button look="primary" busy={consent.busy} onClick={consent.go}>
            Connect again
          </Button>
        )}
        {status === 'live' && (
          <Button busy={sync.busy} onClick={syncNow}>
            <RefreshCw size={16} aria-hidden="true" />
            Sync now
          </Button>
        )}
        {isConnected && <Button onClick={() => setLeaving(true)}>Disconnect…</Button>}
      </div>
      <p class="mailbox-card__answer" role="status">
        {answer}
      </p>
      {problem && <Banner tone="bad">{problem}</Banner>}
      {isLeaving && <DisconnectDialog mailbox={mailbox} onClose={() => setLeaving(false)} onDone={onLeft} />}
    </>
  );
}
