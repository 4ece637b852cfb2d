import { useId } from 'preact/hooks';
import './choice.css';

interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly hint?: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({ name, value, choices, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <fieldset class="choice">
      <legend class="choice__name">{name}</legend>
      {choices.map((choice) => (
        <div key={choice.value} class="choice__one">
          <input
            id={`${id}-${choice.value}`}
            class="choice__box"
            type="radio"
            name={id}
            checked={choice.value === value}
            aria-describedby={choice.hint === undefined ? undefined : `${id}-${choice.value}-hint`}
            onChange={() => onChange(choice.value)}
          />
          <label class="choice__label" for={`${id}-${choice.value}`}>
            {choice.label}
          </label>
          {choice.hint && (
            <p id={`${id}-${choice.value}-hint`} class="choice__hint">
              {choice.hint}
            </p>
          )}
        </div>
      ))}
    </fieldset>
  );
}
