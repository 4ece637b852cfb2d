import { known } from '../../live/live.ts';
import { useLocations } from '../../live/locations.ts';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { plain } from '../../words/plain.ts';

/** Which of the locations left it out is not told: the agent sees the settings of each. */
export function LocationSteps() {
  const locations = known(useLocations()) ?? [];
  return (
    <>
      {locations.map(({ locationId, name }) => (
        <LinkButton key={locationId} href={`/settings/locations/${encodeURIComponent(locationId)}`}>
          <span>
            Settings of <bdi>{plain(name) || 'the location'}</bdi>
          </span>
        </LinkButton>
      ))}
    </>
  );
}
