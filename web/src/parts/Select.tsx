import { Field } from './Field.tsx';

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of many. */
export function Select<Value extends string>({ label, hint, value, choices, onChange }: SelectProps<Value>) {
  return (
    <Field label={label} hint={hint}>
      {(ties) => (
        <select
          {...ties}
          class="input"
          value={value}
          onChange={({ currentTarget }) => {
            const chosen = choices.find((choice) => choice.value === currentTarget.value);
            if (chosen) onChange(chosen.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
