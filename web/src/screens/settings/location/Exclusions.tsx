import { X } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { Button, IconButton } from '../../../parts/Button.tsx';
import { TextField } from '../../../parts/Field.tsx';
import { counted } from '../../../words/counted.ts';
import { exclusionProblem } from './exclusionProblem.ts';
import './exclusions.css';
import { useSaveLocation } from './useSaveLocation.ts';

interface ExclusionsProps {
  readonly locationId: string;
  readonly excluded: readonly string[];
}

/** Whose mail is never stored. Each change is saved at once. */
export function Exclusions({ locationId, excluded }: ExclusionsProps) {
  const [typed, setTyped] = useState('');
  const { busy, failure, save, forget } = useSaveLocation(locationId);
  const field = useRef<HTMLFormElement>(null);
  const add = async (event: Event) => {
    event.preventDefault();
    if (typed.trim() === '') return;
    if (await save({ excluded: [...excluded, typed], excludedBefore: [...excluded] })) setTyped('');
    field.current?.querySelector('input')?.focus();
  };
  const remove = async (entry: string) => {
    await save({ excluded: excluded.filter((each) => each !== entry), excludedBefore: [...excluded] });
    field.current?.querySelector('input')?.focus();
  };
  return (
    <div class="exclusions">
      <form ref={field} class="exclusions__form" onSubmit={add}>
        <TextField
          label="Never store mail with"
          hint="An address such as ann@example.com, or a domain such as example.com, with all below it. * stands for anything."
          error={failure && exclusionProblem(failure.message)}
          value={typed}
          onValue={(value) => {
            forget();
            setTyped(value);
          }}
          attributes={{ autocomplete: 'off', autocapitalize: 'none', spellcheck: false }}
        />
        <Button type="submit" busy={busy} disabled={typed.trim() === ''}>
          Add
        </Button>
      </form>
      {excluded.length > 0 && (
        <>
          <p class="exclusions__count">{counted(excluded.length, 'entry', 'entries')}</p>
          <ul class="exclusions__list">
            {excluded.map((entry) => (
              <li key={entry} class="exclusions__entry">
                <span>{entry}</span>
                <IconButton label={`Remove ${entry}`} disabled={busy} onClick={() => remove(entry)}>
                  <X aria-hidden="true" />
                </IconButton>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
