import { useEffect, useState } from 'preact/hooks';
import { Switch } from '../../../parts/Field.tsx';
import './setting.css';
import { type LocationChange, useSaveLocation } from './useSaveLocation.ts';

interface SettingProps {
  readonly locationId: string;
  readonly label: string;
  readonly hint: string;
  /** As the location has it now. */
  readonly on: boolean;
  readonly change: (on: boolean) => LocationChange;
}

/** The location's listener is faster, as a rule. */
const UNTIL_HEARD_MS = 3_000;

/** A switch that is saved when it is pressed: it shows the wish until the location has it, and goes back if it is refused. */
export function Setting({ locationId, label, hint, on, change }: SettingProps) {
  const [wish, setWish] = useState<boolean>();
  const { busy, failure, save } = useSaveLocation(locationId);
  useEffect(() => {
    if (wish === on) setWish(undefined);
  }, [wish, on]);
  const wished = async (to: boolean) => {
    setWish(to);
    const isSaved = await save(change(to));
    // Somebody else may have changed it back meanwhile.
    setTimeout(() => setWish(undefined), isSaved ? UNTIL_HEARD_MS : 0);
  };
  return (
    <div>
      <Switch label={label} hint={hint} on={wish ?? on} disabled={busy} onChange={wished} />
      {failure && (
        <p role="alert" class="field__error setting__error">
          {failure.message}
        </p>
      )}
    </div>
  );
}
