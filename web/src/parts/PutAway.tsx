import { X } from 'lucide-preact';
import { IconButton } from './Button.tsx';
import { focusScreen } from './keepFocus.ts';

interface PutAwayProps {
  readonly onClick: () => void;
}

/**
 * Takes off the screen what was told. The button is gone with it: whoever goes by keyboard or ear goes on in what it
 * stood in, or else in the screen.
 */
export function PutAway({ onClick }: PutAwayProps) {
  return (
    <IconButton
      label="Put away"
      onClick={({ currentTarget }) => {
        const around = currentTarget.closest('[tabindex="-1"]');
        if (around instanceof HTMLElement) around.focus({ preventScroll: true });
        else focusScreen();
        onClick();
      }}
    >
      <X aria-hidden="true" />
    </IconButton>
  );
}
