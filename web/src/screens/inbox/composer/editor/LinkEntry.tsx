import { useEffect, useRef, useState } from 'preact/hooks';
import type Squire from 'squire-rte';
import { Button } from '../../../../parts/Button.tsx';
import { TextField } from '../../../../parts/Field.tsx';
import { linkOf } from './links.ts';
import { linkAt } from './marks.ts';
import './linkEntry.css';

interface LinkEntryProps {
  readonly squire: Squire;
  readonly onDone: () => void;
}

/** Asks where what is selected leads to. The cursor is back in the text afterwards. */
export function LinkEntry({ squire, onDone }: LinkEntryProps) {
  const [before] = useState(() => linkAt(squire));
  const [typed, setTyped] = useState(before);
  const [error, setError] = useState<string>();
  const row = useRef<HTMLFieldSetElement>(null);
  useEffect(() => row.current?.querySelector('input')?.focus(), []);
  const done = () => {
    onDone();
    squire.focus();
  };
  const apply = () => {
    const link = linkOf(typed);
    if (link === undefined) {
      setError('This is no address of a page or a person, such as www.example.com.');
      return;
    }
    squire.makeLink(link);
    done();
  };
  return (
    <fieldset
      ref={row}
      class="link-entry"
      aria-label="Link"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        if (event.key === 'Enter' && event.target instanceof HTMLButtonElement) return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === 'Escape') done();
        else apply();
      }}
    >
      <TextField
        label="Leads to"
        value={typed}
        onValue={setTyped}
        error={error}
        attributes={{ inputMode: 'url', autocomplete: 'off', placeholder: 'www.example.com' }}
      />
      <div class="link-entry__actions">
        <Button look="primary" onClick={apply}>
          Set link
        </Button>
        {before !== '' && (
          <Button
            onClick={() => {
              squire.removeLink();
              done();
            }}
          >
            Remove link
          </Button>
        )}
        <Button look="quiet" onClick={done}>
          Cancel
        </Button>
      </div>
    </fieldset>
  );
}
