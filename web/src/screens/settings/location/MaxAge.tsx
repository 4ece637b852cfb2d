import { useState } from 'preact/hooks';
import { Button } from '../../../parts/Button.tsx';
import { TextField } from '../../../parts/Field.tsx';
import { useSaveLocation } from './useSaveLocation.ts';

/** How old mail may be that is logged. */
export function MaxAge({
  locationId,
  maxAgeDays,
}: {
  readonly locationId: string;
  readonly maxAgeDays: number;
}) {
  const [typed, setTyped] = useState(String(maxAgeDays));
  const { busy, failure, save } = useSaveLocation(locationId);
  const days = typed.trim() === '' ? Number.NaN : Number(typed);
  const isRight = Number.isFinite(days) && days >= 0;
  const submit = (event: Event) => {
    event.preventDefault();
    if (isRight) void save({ ghl: { maxAgeDays: days } });
  };
  return (
    <form class="max-age" onSubmit={submit}>
      <TextField
        label="Log mail up to this many days old"
        hint="Older mail is stored here and not logged there."
        error={isRight ? failure?.message : 'Give a number of days, such as 30.'}
        type="number"
        value={typed}
        onValue={setTyped}
        attributes={{ min: 0, max: 36_500, inputmode: 'numeric' }}
      />
      <Button type="submit" busy={busy} disabled={!isRight || days === maxAgeDays}>
        Save
      </Button>
    </form>
  );
}
