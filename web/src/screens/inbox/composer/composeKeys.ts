interface ComposeKeys {
  readonly onSend: () => void;
  readonly onLink: () => void;
  readonly onClose: (() => void) | undefined;
}

/** Keys that mean the same everywhere in a form, but not in a window that has opened over it. */
export const composeKeys = ({ onSend, onLink, onClose }: ComposeKeys) => ({
  // Before the editor, which has meanings of its own for some of them.
  onKeyDownCapture: (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (isInWindowOfItsOwn(event) || !(ctrlKey || metaKey) || shiftKey || altKey) return;
    if (key !== 'Enter' && key.toLowerCase() !== 'k') return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'Enter') onSend();
    else onLink();
  },
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !isInWindowOfItsOwn(event)) onClose?.();
  },
});

const isInWindowOfItsOwn = ({ target, currentTarget }: KeyboardEvent): boolean =>
  target instanceof Element &&
  currentTarget instanceof Element &&
  target.closest('dialog') !== currentTarget.closest('dialog');
