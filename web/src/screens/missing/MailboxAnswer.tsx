import { useEffect, useState } from 'preact/hooks';
import type { CallableInput, CallableOutput } from '../../../../shared/domain/callables/callables.ts';
import { useCall } from '../../live/useCall.ts';
import type { Mailbox } from '../../model/mailbox.ts';
import { Banner } from '../../parts/Banner.tsx';
import { Button } from '../../parts/Button.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { counted } from '../../words/counted.ts';
import { AnswerCard } from './AnswerCard.tsx';
import type { Asked } from './asked.ts';

interface MailboxAnswerProps {
  readonly asked: Asked;
  readonly mailbox: Mailbox;
  readonly isOnly: boolean;
}

type Explained = CallableOutput<'explainMessage'>;

/** What one mailbox knows of the mail: of the newest that is meant, and one by one of the others. */
export function MailboxAnswer({ asked, mailbox, isOnly }: MailboxAnswerProps) {
  const { mailboxId, emailAddress } = mailbox;
  const [answers, setAnswers] = useState<readonly Explained[]>([]);
  const { busy, failure, ask } = useCall('explainMessage');
  const explain = async (question: Omit<CallableInput<'explainMessage'>, 'mailboxId'>) => {
    const answer = await ask({ mailboxId, ...question });
    if (answer) setAnswers((before) => [...before, answer]);
  };
  useEffect(() => void explain(asked.question), []);
  const others = answers[0]?.otherGmailIds ?? [];
  const [next, ...rest] = others.slice(Math.max(0, answers.length - 1));
  return (
    <div class="mailbox-answer">
      {!isOnly && <h3>{emailAddress}</h3>}
      {answers.map((answer, index) => (
        <AnswerCard
          key={answer.gmailId ?? index}
          explanation={answer}
          mailbox={mailbox}
          who={asked.who}
          onAgain={() => {
            setAnswers([]);
            void explain(asked.question);
          }}
        />
      ))}
      {busy && answers.length === 0 && <Skeleton label="Gmail is being asked" rows={2} look="row" />}
      {failure && (
        <Banner
          tone="bad"
          action={answers.length === 0 && <Button onClick={() => explain(asked.question)}>Try again</Button>}
        >
          {failure.message}
        </Banner>
      )}
      {next !== undefined && (
        <div>
          <Button busy={busy} onClick={() => explain({ gmailId: next })}>
            Not this one? Show the next of {counted(rest.length + 1, 'other match', 'other matches')}
          </Button>
        </div>
      )}
    </div>
  );
}
