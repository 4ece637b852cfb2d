import { Search } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Mailbox } from '../../model/mailbox.ts';
import { Button } from '../../parts/Button.tsx';
import { Choice } from '../../parts/Choice.tsx';
import { Field, TextField } from '../../parts/Field.tsx';
import { Select } from '../../parts/Select.tsx';
import type { Asked } from './asked.ts';
import { mailQuestion, NOTHING_REMEMBERED, type Remembered } from './mailQuestion.ts';
import './questionForm.css';

interface QuestionFormProps {
  readonly mailboxes: readonly Mailbox[];
  readonly onAsk: (asked: Omit<Asked, 'turn'>) => void;
}

const WAYS = [
  { value: 'memory', label: 'By what I remember' },
  { value: 'messageId', label: 'By its Message-ID' },
  { value: 'search', label: 'By a search as in Gmail' },
] as const;

const ALL = '';

export function QuestionForm({ mailboxes, onAsk }: QuestionFormProps) {
  const [remembered, setRemembered] = useState(NOTHING_REMEMBERED);
  const [mailboxId, setMailboxId] = useState(ALL);
  const question = mailQuestion(remembered);
  const change = (to: Partial<Remembered>) => setRemembered({ ...remembered, ...to });
  const submit = (event: Event) => {
    event.preventDefault();
    if (!question) return;
    const connected = mailboxes.filter(({ status }) => status !== 'disconnected');
    const all = (connected.length > 0 ? connected : mailboxes).map((each) => each.mailboxId);
    const mailboxIds = mailboxId === ALL ? all : [mailboxId];
    onAsk({ question, mailboxIds, who: remembered.by === 'memory' ? remembered.who : '' });
  };
  return (
    <form class="question-form" onSubmit={submit}>
      <Fields remembered={remembered} onChange={change} />
      {mailboxes.length > 1 && (
        <Select
          label="In which mailbox?"
          value={mailboxId}
          choices={[
            { value: ALL, label: 'In all of mine' },
            ...mailboxes.map((each) => ({ value: each.mailboxId, label: each.emailAddress })),
          ]}
          onChange={setMailboxId}
        />
      )}
      <div>
        <Button type="submit" look="primary" disabled={!question}>
          <Search size={16} aria-hidden="true" />
          Find out
        </Button>
      </div>
      <details>
        <summary>Other ways to look for it</summary>
        <Choice
          name="How to look for it"
          value={remembered.by}
          choices={WAYS}
          onChange={(by) => change({ by })}
        />
      </details>
    </form>
  );
}

interface FieldsProps {
  readonly remembered: Remembered;
  readonly onChange: (to: Partial<Remembered>) => void;
}

function Fields({ remembered, onChange }: FieldsProps) {
  const { by, who, words, day, messageId, search } = remembered;
  if (by === 'messageId')
    return (
      <TextField
        label="Its Message-ID"
        hint="In Gmail: open the mail, then More, Show original."
        value={messageId}
        onValue={(value) => onChange({ messageId: value })}
        attributes={{ autocomplete: 'off', autocapitalize: 'none', spellcheck: false, maxLength: 900 }}
      />
    );
  if (by === 'search')
    return (
      <TextField
        label="Search as in Gmail"
        hint="Such as from:ann@example.com has:attachment"
        value={search}
        onValue={(value) => onChange({ search: value })}
        attributes={{ autocomplete: 'off', autocapitalize: 'none', spellcheck: false, maxLength: 500 }}
      />
    );
  return (
    <>
      <TextField
        label="Who is it from, or to?"
        hint="A name or an address."
        value={who}
        onValue={(value) => onChange({ who: value })}
        attributes={{ autocomplete: 'off', autocapitalize: 'none', spellcheck: false, maxLength: 80 }}
      />
      <div class="question-form__row">
        <TextField
          label="Words of the subject"
          value={words}
          onValue={(value) => onChange({ words: value })}
          attributes={{ autocomplete: 'off', maxLength: 80 }}
        />
        <Field label="About which day?">
          {(ties) => (
            <input
              {...ties}
              class="input"
              type="date"
              value={day}
              onInput={({ currentTarget }) => onChange({ day: currentTarget.value })}
            />
          )}
        </Field>
      </div>
    </>
  );
}
