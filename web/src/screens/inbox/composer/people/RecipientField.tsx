import type { Ref } from 'preact';
import { useId, useImperativeHandle, useRef, useState } from 'preact/hooks';
import { useContactSearch } from '../../../../live/search.ts';
import { type Person, readAddressList, withoutRepeats } from './addresses.ts';
import { PersonChip } from './PersonChip.tsx';
import { recipientKey } from './recipientKeys.ts';
import { SuggestionList } from './SuggestionList.tsx';
import { suggestionsOf } from './suggestions.ts';
import './recipientField.css';

/** What whoever sends has to ask of a field first. */
export interface RecipientFieldHandle {
  /** Takes what is typed; false where it is nobody's address, which the field then says. */
  readonly settle: () => boolean;
}

interface RecipientFieldProps {
  readonly label: string;
  readonly people: readonly Person[];
  readonly onPeople: (people: readonly Person[]) => void;
  readonly locationIds: readonly string[];
  readonly isLocked: boolean;
  /** What is wrong, besides what is typed. */
  readonly problem: string | undefined;
  readonly handle: Ref<RecipientFieldHandle>;
}

/** People who get a mail, found among contacts or written out. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
export function RecipientField({
  label,
  people,
  onPeople,
  locationIds,
  isLocked,
  ...rest
}: RecipientFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [active, setActive] = useState(-1);
  const [isClosed, setClosed] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const search = useContactSearch(isLocked ? '' : typed, locationIds);
  const found = search.state === 'ready' ? search.value.found.map(({ contact }) => contact) : [];
  const suggestions = isClosed || typed.trim() === '' ? [] : suggestionsOf(found, people);
  const isOpen = suggestions.length > 0;
  const at = active < suggestions.length ? active : -1;

  const type = (words: string) => {
    setTyped(words);
    setWrong(undefined);
    setActive(-1);
    setClosed(false);
  };
  const add = (added: readonly Person[]) => {
    if (added.length > 0) onPeople(withoutRepeats([...people, ...added]));
  };
  const take = (words: string): boolean => {
    const { people: read, wrong: left } = readAddressList(words);
    add(read);
    type(left.join(', '));
    const [first] = left;
    if (first !== undefined) setWrong(`“${first}” is not an email address such as ann@example.com.`);
    return first === undefined;
  };
  const choose = (person: Person) => {
    add([person]);
    type('');
    input.current?.focus();
  };
  const remove = (index: number) => {
    onPeople(people.filter((_, each) => each !== index));
    input.current?.focus();
  };
  const focusChip = (index: number) => {
    const chips = box.current?.querySelectorAll<HTMLElement>('.person-chip__remove') ?? [];
    (chips[index] ?? input.current)?.focus();
  };
  useImperativeHandle(rest.handle, () => ({ settle: () => take(typed) }));

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, isComposing } = event;
    const isAtStart = input.current?.selectionEnd === 0;
    const act = recipientKey(
      { key, isCombined: ctrlKey || metaKey || isComposing, isAtStart },
      { typed, isOpen, at, count: suggestions.length },
    );
    if (!act) return;
    if (act.does !== 'takeAndLeave') event.preventDefault();
    if (act.does === 'move') setActive(act.to);
    else if (act.does === 'toPeople') focusChip(people.length - 1);
    else if (act.does === 'open' || act.does === 'close') {
      // Not the window that the field is in.
      event.stopPropagation();
      setClosed(act.does === 'close');
    } else {
      const chosen = suggestions[at];
      if (chosen) choose(chosen);
      else take(typed);
    }
  };
  const told = wrong ?? rest.problem;
  return (
    <div class="recipients">
      <label class="recipients__label" for={id}>
        {label}
      </label>
      <div
        ref={box}
        class="recipients__box"
        onFocusOut={({ relatedTarget }) => {
          if (!(relatedTarget instanceof Node && box.current?.contains(relatedTarget))) take(typed);
        }}
      >
        {people.map((person, index) => (
          <PersonChip
            key={person.address}
            person={person}
            isLocked={isLocked}
            onRemove={() => remove(index)}
            onMove={(by) => focusChip(index + by)}
          />
        ))}
        <input
          ref={input}
          id={id}
          class="recipients__input"
          role="combobox"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          inputMode="email"
          enterkeyhint="done"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={at < 0 ? undefined : `${id}-list-${at}`}
          aria-describedby={`${id}-told`}
          aria-invalid={told !== undefined}
          disabled={isLocked}
          value={typed}
          onInput={({ currentTarget }) => type(currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = event.clipboardData?.getData('text/plain') ?? '';
            if (!/[,;\n@]/.test(pasted)) return;
            event.preventDefault();
            take(`${typed}${pasted}`);
          }}
        />
        <SuggestionList
          id={`${id}-list`}
          label={`Contacts for ${label}`}
          suggestions={suggestions}
          active={at}
          below={box}
          onChoose={choose}
        />
      </div>
      <p
        id={`${id}-told`}
        class={told ? 'recipients__error' : 'only-heard'}
        role={told ? 'alert' : undefined}
      >
        {told ?? (people.length > 0 ? 'Backspace leads to the people before.' : '')}
      </p>
      <p class="only-heard" role="status">
        {isOpen ? `${suggestions.length} found. Arrow keys choose.` : ''}
      </p>
    </div>
  );
}
