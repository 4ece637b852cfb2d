import type { LucideIcon } from 'lucide-preact';
import { useId, useRef, useState } from 'preact/hooks';
import { IconButton } from './Button.tsx';
import './menu.css';

export interface MenuItem {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly onSelect: () => void;
}

interface MenuProps {
  /** What the button is called, and the menu too. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly items: readonly MenuItem[];
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** A button with what can be done behind it. It lies over everything, so that nothing around it cuts it off. */
export function Menu({ label, icon: Icon, items }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [place, setPlace] = useState<{ insetBlockStart: string; insetInlineEnd: string }>();
  const list = useRef<HTMLDivElement>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  const id = useId();
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const open = () => {
    const box = anchor.current?.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    if (box)
      setPlace({
        insetBlockStart: `${Math.max(4, Math.min(box.bottom + 4, clientHeight - 48 * items.length - 16))}px`,
        insetInlineEnd: `${Math.max(4, clientWidth - box.right)}px`,
      });
    list.current?.showPopover();
    entries()[0]?.focus();
  };
  const move = (event: KeyboardEvent) => {
    const all = entries();
    const step = STEPS[event.key];
    if (event.key === 'Tab') list.current?.hidePopover();
    if (!step) return;
    event.preventDefault();
    all[
      step(
        all.findIndex((each) => each.matches(':focus')),
        all.length,
      )
    ]?.focus();
  };
  return (
    <span ref={anchor} class="menu">
      <IconButton
        label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => (isOpen ? list.current?.hidePopover() : open())}
      >
        <Icon aria-hidden="true" />
      </IconButton>
      <div
        ref={list}
        id={id}
        class="menu__list"
        role="menu"
        aria-label={label}
        popover="auto"
        style={place}
        onKeyDown={move}
        onToggle={({ currentTarget }) => setOpen(currentTarget.matches(':popover-open'))}
      >
        {items.map(({ label: words, icon: ItemIcon, onSelect }) => (
          <button
            key={words}
            type="button"
            class="menu__item"
            role="menuitem"
            tabIndex={-1}
            onClick={() => {
              list.current?.hidePopover();
              onSelect();
            }}
          >
            <ItemIcon aria-hidden="true" />
            {words}
          </button>
        ))}
      </div>
    </span>
  );
}
