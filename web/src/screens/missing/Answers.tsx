import { useEffect, useRef } from 'preact/hooks';
import type { Mailbox } from '../../model/mailbox.ts';
import './answers.css';
import type { Asked } from './asked.ts';
import { MailboxAnswer } from './MailboxAnswer.tsx';

interface AnswersProps {
  readonly asked: Asked;
  readonly mailboxes: readonly Mailbox[];
}

/** One question has an answer of each mailbox. */
export function Answers({ asked, mailboxes }: AnswersProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const meant = mailboxes.filter(({ mailboxId }) => asked.mailboxIds.includes(mailboxId));
  return (
    <section class="answers" aria-live="polite">
      <h2 ref={heading} tabIndex={-1}>
        {meant.length > 1 ? 'Answers' : 'Answer'}
      </h2>
      {meant.map((mailbox) => (
        <MailboxAnswer key={mailbox.mailboxId} asked={asked} mailbox={mailbox} isOnly={meant.length === 1} />
      ))}
    </section>
  );
}
