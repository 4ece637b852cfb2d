import { useId } from 'preact/hooks';
import { plain } from '../../../words/plain.ts';
import { replySubject } from './drafts/beginnings.ts';
import type { Draft } from './drafts/draft.ts';

interface SubjectFieldProps {
  readonly draft: Pick<Draft, 'subject' | 'answers'>;
  /** Null for the one that follows from what is answered. */
  readonly onSubject: (subject: string | null) => void;
  readonly isLocked: boolean;
  readonly problem: string | undefined;
}

export function SubjectField({ draft, onSubject, isLocked, problem }: SubjectFieldProps) {
  const id = useId();
  const { subject, answers } = draft;
  const implied = answers && plain(replySubject(answers.subject));
  const told =
    problem ?? (answers && subject !== null ? 'With another subject it begins a new thread.' : null);
  return (
    <div class="compose__row">
      <label class="compose__label" for={id}>
        Subject
      </label>
      <input
        id={id}
        class="compose__input"
        autocomplete="off"
        aria-describedby={told === null ? undefined : `${id}-told`}
        aria-invalid={problem !== undefined}
        disabled={isLocked}
        value={subject ?? implied ?? ''}
        onInput={({ currentTarget: { value } }) => onSubject(answers && value === implied ? null : value)}
      />
      {told !== null && (
        <p id={`${id}-told`} class={problem ? 'compose__wrong' : 'compose__hint'}>
          {told}
        </p>
      )}
    </div>
  );
}
