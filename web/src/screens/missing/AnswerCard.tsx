import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-preact';
import type { Explanation } from '../../../../shared/domain/explanation.ts';
import type { Mailbox } from '../../model/mailbox.ts';
import { answerTo } from './answer.ts';
import './answerCard.css';
import { NextStep } from './NextStep.tsx';

interface AnswerCardProps {
  readonly explanation: Explanation;
  readonly mailbox: Mailbox;
  /** Who was named in the question. */
  readonly who: string;
  readonly onAgain: () => void;
}

const ICONS = { good: CircleCheck, note: Info, warn: TriangleAlert, bad: CircleAlert };

/** Why a mail is here or not, and what to do next. */
export function AnswerCard({ explanation, mailbox, who, onAgain }: AnswerCardProps) {
  const { tone, title, words = explanation.advice, steps } = answerTo(explanation);
  const Icon = ICONS[tone];
  return (
    <article class={`answer-card answer-card--${tone}`}>
      <Icon aria-hidden="true" class="answer-card__icon" />
      <div class="answer-card__body">
        <h3>{title}</h3>
        <p>{words}</p>
        {steps.length > 0 && (
          <div class="answer-card__steps">
            {steps.map((step) => (
              <NextStep key={step.kind} step={step} mailbox={mailbox} who={who} onAgain={onAgain} />
            ))}
          </div>
        )}
      </div>
    </article>
  );
}
