/** What a key means in a field of people; `take` ends what is typed, or chooses what is found. */
export type RecipientKey =
  | { readonly does: 'move'; readonly to: number }
  | { readonly does: 'open' | 'close' | 'take' | 'takeAndLeave' | 'toPeople' };

interface Pressed {
  readonly key: string;
  /** Whether something is held besides, or a letter is still being put together. */
  readonly isCombined: boolean;
  /** Whether nothing stands before the cursor. */
  readonly isAtStart: boolean;
}

interface Field {
  readonly typed: string;
  readonly isOpen: boolean;
  /** Which of the suggestions is active, of how many; -1 for none. */
  readonly at: number;
  readonly count: number;
}

/** Nothing where the browser knows best. */
export function recipientKey(
  { key, isCombined, isAtStart }: Pressed,
  { typed, isOpen, at, count }: Field,
): RecipientKey | undefined {
  if (isCombined) return undefined;
  switch (key) {
    case 'Backspace':
    case 'ArrowLeft':
      return isAtStart ? { does: 'toPeople' } : undefined;
    case 'Escape':
      return isOpen ? { does: 'close' } : undefined;
    case 'ArrowDown':
      return isOpen ? { does: 'move', to: (at + 1) % count } : { does: 'open' };
    case 'ArrowUp':
      return isOpen ? { does: 'move', to: at > 0 ? at - 1 : count - 1 } : { does: 'open' };
    case 'Tab':
      return at >= 0 ? { does: 'takeAndLeave' } : undefined;
    case 'Enter':
      return { does: 'take' };
    case ',':
    case ';':
      // It may be a part of a name, as long as no address is there.
      return typed.includes('@') ? { does: 'take' } : undefined;
    default:
      return undefined;
  }
}
