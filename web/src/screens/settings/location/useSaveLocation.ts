import { useCallback } from 'preact/hooks';
import type { CallableInput } from '../../../../../shared/domain/callables/callables.ts';
import { useCall } from '../../../live/useCall.ts';
import { toast } from '../../../parts/Toasts.tsx';

export type LocationChange = Omit<CallableInput<'saveLocation'>, 'locationId'>;

/** Saves settings of a location, and says so; what is not named stays. */
export function useSaveLocation(locationId: string) {
  const { ask, ...calling } = useCall('saveLocation');
  const save = useCallback(
    async (change: LocationChange): Promise<boolean> => {
      const saved = await ask({ locationId, ...change });
      if (saved) toast('Saved.');
      return saved !== undefined;
    },
    [ask, locationId],
  );
  return { ...calling, save };
}
