import { CloudOff, MailPlus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useMailboxes } from '../../live/mailboxes.ts';
import type { Mailbox } from '../../model/mailbox.ts';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { useTitle } from '../../parts/useTitle.ts';
import { Answers } from './Answers.tsx';
import type { Asked } from './asked.ts';
import './missingMail.css';
import { QuestionForm } from './QuestionForm.tsx';

export function MissingMail() {
  const live = useMailboxes();
  useTitle('Missing mail');
  if (live.state === 'loading')
    return <Skeleton label="Your mailboxes are being loaded" rows={4} look="row" />;
  if (live.state === 'failed')
    return (
      <Notice icon={CloudOff} title="Your mailboxes could not be loaded">
        <p>{live.message}</p>
      </Notice>
    );
  if (live.value.length === 0)
    return (
      <Notice
        icon={MailPlus}
        title="No mailbox is connected yet"
        action={<LinkButton href="/settings">Connect Gmail</LinkButton>}
      >
        <p>Once one is, you can ask here why a mail is not in the inbox.</p>
      </Notice>
    );
  return <Questions mailboxes={live.value} />;
}

function Questions({ mailboxes }: { readonly mailboxes: readonly Mailbox[] }) {
  const [asked, setAsked] = useState<Asked>();
  const ask = (question: Omit<Asked, 'turn'>) =>
    setAsked((before) => ({ ...question, turn: (before?.turn ?? 0) + 1 }));
  return (
    <div class="missing-mail">
      <header class="missing-mail__head">
        <h1>Missing a mail?</h1>
        <p>Say what you remember of it. You learn why it is not in the inbox, and what brings it there.</p>
      </header>
      <QuestionForm mailboxes={mailboxes} onAsk={ask} />
      {asked && <Answers key={asked.turn} asked={asked} mailboxes={mailboxes} />}
    </div>
  );
}
