import type { ComponentChildren, JSX } from 'preact';
import './button.css';

interface ButtonProps extends Omit<JSX.ButtonHTMLAttributes, 'loading'> {
  /** `plain` unless told. */
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger';
  /** Under way: it keeps its width, cannot be pressed, and is announced as busy. */
  readonly busy?: boolean;
  readonly children: ComponentChildren;
}

export function Button({
  look = 'plain',
  busy = false,
  disabled,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      class={`button button--${look}`}
      aria-busy={busy}
      disabled={busy || disabled === true}
    >
      <span class="button__words">{children}</span>
      {busy && <span class="button__busy" />}
    </button>
  );
}

interface IconButtonProps extends JSX.ButtonHTMLAttributes {
  /** What it does, for those who do not see the icon; also its tooltip. */
  readonly label: string;
  readonly children: ComponentChildren;
}

export function IconButton({ label, children, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button {...rest} type={type} class="icon-button" aria-label={label} title={label}>
      {children}
    </button>
  );
}
