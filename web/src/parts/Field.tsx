import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

/** What the label, the hint and the error of a control are tied to it by. */
export interface ControlTies {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with what stands in it, and what to do. */
  readonly error?: string | undefined;
  readonly children: (ties: ControlTies) => ComponentChildren;
}

/** A control with its label above and its hint or error below. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const told = error ?? hint;
  const ties = {
    id,
    'aria-describedby': told ? `${id}-told` : undefined,
    'aria-invalid': error !== undefined,
  };
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      {children(ties)}
      {told && (
        <p
          id={`${id}-told`}
          class={error ? 'field__error' : 'field__hint'}
          role={error ? 'alert' : undefined}
        >
          {told}
        </p>
      )}
    </div>
  );
}

interface TextFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly type?: 'text' | 'email' | 'search' | 'number' | 'password';
  readonly attributes?: JSX.InputHTMLAttributes;
}

export function TextField({ value, onValue, type = 'text', attributes = {}, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      {(ties) => (
        <input
          {...attributes}
          {...ties}
          class="input"
          type={type}
          value={value}
          onInput={({ currentTarget }) => onValue(currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
}

export function Switch({ label, hint, on, onChange, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div class="switch">
      <input
        id={id}
        class="switch__box"
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <div>
        <label class="switch__label" for={id}>
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} class="field__hint">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
