import type { ComponentChildren } from 'preact';
import './linkButton.css';

interface LinkButtonProps {
  readonly href: string;
  /** In a tab of its own: another site. */
  readonly isElsewhere?: boolean;
  readonly children: ComponentChildren;
}

/** A way that looks like the buttons beside it. */
export function LinkButton({ href, isElsewhere = false, children }: LinkButtonProps) {
  return (
    <a
      class="button link-button"
      href={href}
      {...(isElsewhere && { target: '_blank', rel: 'noopener noreferrer' })}
    >
      {children}
    </a>
  );
}
