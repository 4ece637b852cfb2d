import { doc } from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import { currentAgent } from '../firebase/session.ts';
import { type Location, readLocation } from '../model/location.ts';
import { listenToDocument } from './listen.ts';
import { type Live, ready } from './live.ts';
import { useLive } from './useLive.ts';

/** The agent's locations, live, each read by its id: rules allow no list. */
export function useLocations(): Live<readonly Location[]> {
  const { locationIds } = currentAgent();
  return useLive(`locations ${locationIds.join(' ')}`, (tell) => {
    if (locationIds.length === 0) tell(ready([]));
    const found = new Map<string, Location | null>();
    const stops = locationIds.map((id) =>
      listenToDocument(
        doc(firebase().db, 'locations', id),
        readLocation,
      )((live) => {
        if (live.state === 'failed') tell(live);
        if (live.state !== 'ready') return;
        found.set(id, live.value);
        if (found.size === locationIds.length)
          tell(ready(locationIds.flatMap((each) => found.get(each) ?? [])));
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  });
}
