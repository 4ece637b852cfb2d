import { X } from 'lucide-preact';
import { plain } from '../../../../words/plain.ts';
import type { Person } from './addresses.ts';
import './personChip.css';

interface PersonChipProps {
  readonly person: Person;
  readonly isLocked: boolean;
  readonly onRemove: () => void;
  /** To the person before or after. */
  readonly onMove: (by: -1 | 1) => void;
}

/** Somebody who gets the mail. The address always stands there: anybody can call themselves anything. */
export function PersonChip({ person: { name, address }, isLocked, onRemove, onMove }: PersonChipProps) {
  const known = plain(name);
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (key === 'Backspace' || key === 'Delete') onRemove();
    else if (key === 'ArrowLeft') onMove(-1);
    else if (key === 'ArrowRight') onMove(1);
    else return;
    event.preventDefault();
  };
  return (
    <span class="person-chip" title={address}>
      {known !== '' && known !== address && <bdi class="person-chip__name">{known}</bdi>}
      <bdi class="person-chip__address">{address}</bdi>
      {!isLocked && (
        <button
          type="button"
          class="person-chip__remove"
          aria-label={`Remove ${known || address}`}
          tabIndex={-1}
          onClick={onRemove}
          onKeyDown={onKeyDown}
        >
          <X aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
