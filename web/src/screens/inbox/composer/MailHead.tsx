import type { ComponentChildren, Ref } from 'preact';
import { useImperativeHandle, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Draft } from './drafts/draft.ts';
import type { EditedDraft } from './drafts/useDraft.ts';
import type { Problem } from './mailOf.ts';
import { RecipientField, type RecipientFieldHandle } from './people/RecipientField.tsx';
import type { Sender } from './people/senders.ts';
import { SenderField } from './SenderField.tsx';
import { SubjectField } from './SubjectField.tsx';

export interface MailHeadHandle {
  /** Takes what is typed in all of the fields; false where one of them cannot. */
  readonly settle: () => boolean;
  readonly focus: (field: 'to' | 'subject' | 'sender') => void;
}

interface MailHeadProps {
  readonly edited: EditedDraft;
  readonly senders: readonly Sender[];
  readonly sender: Sender | undefined;
  readonly locationIds: readonly string[];
  readonly isLocked: boolean;
  readonly problem: Problem | undefined;
  readonly handle: Ref<MailHeadHandle>;
  readonly extras: ComponentChildren;
}

const COPIES = [
  { field: 'cc', label: 'Cc' },
  { field: 'bcc', label: 'Bcc' },
] as const;

type Optional = 'cc' | 'bcc' | 'subject';

/** Who writes to whom, and about what; what is not needed each time is a button until it is asked for. */
export function MailHead({ edited, senders, sender, isLocked, problem, handle, ...rest }: MailHeadProps) {
  const { draft, edit } = edited;
  const [asked, setAsked] = useState<ReadonlySet<Optional>>(new Set());
  const fields = useRef(new Map<string, RecipientFieldHandle>());
  const head = useRef<HTMLDivElement>(null);
  useImperativeHandle(handle, () => ({
    settle: () => [...fields.current.values()].map((field) => field.settle()).every(Boolean),
    focus: (field) =>
      head.current?.querySelector<HTMLElement>(`[data-field=${field}] :is(input, select)`)?.focus(),
  }));
  const isShown = (field: Optional) => asked.has(field) || !isImplied(draft, field);
  const [latest, setLatest] = useState<Optional>();
  const ask = (field: Optional) => {
    setAsked(new Set([...asked, field]));
    setLatest(field);
  };
  // Before the next key is pressed, which is meant for it.
  useLayoutEffect(() => {
    if (latest) head.current?.querySelector<HTMLElement>(`[data-field=${latest}] input`)?.focus();
  }, [latest]);
  const people = (field: 'to' | 'cc' | 'bcc', label: string) => (
    <div key={field} data-field={field}>
      <RecipientField
        label={label}
        people={draft[field]}
        onPeople={(named) => edit({ [field]: [...named], isAddressedByHand: true })}
        locationIds={rest.locationIds}
        isLocked={isLocked}
        problem={field === 'to' && problem?.field === 'to' ? problem.words : undefined}
        handle={(field_) => {
          if (field_) fields.current.set(field, field_);
          else fields.current.delete(field);
        }}
      />
    </div>
  );
  const hidden = [...COPIES, { field: 'subject', label: 'Subject' } as const].filter(
    ({ field }) => !isShown(field),
  );
  return (
    <div ref={head} class="compose__head">
      <div class="compose__fields">
        <SenderField
          senders={senders}
          sender={sender}
          missing={sender || isLocked ? null : draft.sender}
          onSender={(chosen) => edit({ sender: { ...chosen } })}
          isLocked={isLocked}
        />
        {people('to', 'To')}
        {COPIES.filter(({ field }) => isShown(field)).map(({ field, label }) => people(field, label))}
        {isShown('subject') && (
          <div data-field="subject">
            <SubjectField
              draft={draft}
              onSubject={(subject) => edit({ subject })}
              isLocked={isLocked}
              problem={problem?.field === 'subject' ? problem.words : undefined}
            />
          </div>
        )}
        {!isLocked && (
          <div class="compose__extras">
            {hidden.map(({ field, label }) => (
              <button key={field} type="button" class="compose__more" onClick={() => ask(field)}>
                {label}
              </button>
            ))}
            {rest.extras}
          </div>
        )}
      </div>
    </div>
  );
}

const isImplied = ({ cc, bcc, subject, answers }: Draft, field: Optional): boolean =>
  field === 'subject' ? answers !== null && subject === null : (field === 'cc' ? cc : bcc).length === 0;
